package org.brokersdk.broker;

import java.util.concurrent.ExecutorService;
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

    /** Tells when a time is over. What is then to be done is done by another thread, so that this one is never late. */
    static final ScheduledThreadPoolExecutor CLOCK =
            new ScheduledThreadPoolExecutor(1, daemons(Facts.BROKER + "-sdk clock"));

    static {
        // A call that has ended in time would otherwise be remembered until its time is over.
        CLOCK.setRemoveOnCancelPolicy(true);
    }

    private Threads() {}

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
