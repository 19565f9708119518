package org.brokersdk.broker;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads of all clients of this SDK. None of them keeps a JVM alive. */
final class Threads {

    /** As many as there are calls under way, so that no call waits for another, whatever is chained to it. */
    static final ExecutorService CALLS = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons(Facts.BROKER + "-sdk call"));

    private Threads() {}

    /** For the calls that nobody waits for; made with the first of them. */
    private static final class Clock {

        private static final ScheduledThreadPoolExecutor ALARMS =
                new ScheduledThreadPoolExecutor(1, daemons(Facts.BROKER + "-sdk clock"));

        static {
            // A call that has ended in time would otherwise be remembered until its time is over.
            ALARMS.setRemoveOnCancelPolicy(true);
        }
    }

    /** Does something when a time is over, in another thread than the one that watches, which so is never late. */
    static Future<?> after(long nanos, Runnable task) {
        return Clock.ALARMS.schedule(() -> CALLS.execute(task), nanos, TimeUnit.NANOSECONDS);
    }

    /** Tells what the caller's own code has thrown, which stops nothing. */
    static void report(Throwable failure) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            // One thread serves many accounts, so it inherits nothing from the one that was first.
            Thread thread = new Thread(null, task, name, 0, false);
            thread.setDaemon(true);
            return thread;
        };
    }
}
