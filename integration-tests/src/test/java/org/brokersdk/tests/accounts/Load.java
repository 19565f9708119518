package org.brokersdk.tests.accounts;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.brokersdk.tests.CallAssertions;

/**
 * Ten thousand logins, 256 at a time, in a JVM of their own, so that its heap and threads belong to the SDKs alone.
 * Prints the name of each way that has passed, and ends with an exception if a promise is broken.
 */
final class Load {

    static final int LOGINS = 10_000;
    static final int AT_ONCE = 256;

    /** The calls that have been under way at once so far; their threads stay for a while. */
    private static final AtomicInteger MOST_CALLS = new AtomicInteger();

    /** Number of threads that may have completed a call and may still run. */
    private static final int BETWEEN_CALLS = AT_ONCE / 2;

    /** Number of files that a JVM may open for itself. */
    private static final int FEW = 8;

    private static final long MOST_GROWTH = 6L << 20;

    private Load() {}

    /** Runs each way that is named: sync or async, on platform or on virtual threads. */
    public static void main(String[] ways) throws Exception {
        // Loads classes, and what else is there for good.
        run("sync", null, 700, FEW);
        run("async", null, 700, FEW);
        for (String way : ways) {
            ExecutorService virtual = way.endsWith("virtual") ? virtual() : null;
            long heap = Meter.heap();
            long files = Meter.files();
            run(way, virtual, LOGINS, AT_ONCE);
            CallAssertions.await(() -> Meter.files() <= files + FEW);
            long growth = Meter.heap() - heap;
            require(growth < MOST_GROWTH, "the heap has grown by " + growth + " bytes");
            if (virtual != null) {
                virtual.shutdown();
            }
            System.out.println(way);
        }
        long idle = System.nanoTime();
        while (Meter.sdkThreads() > 0) {
            require(System.nanoTime() - idle < TimeUnit.SECONDS.toNanos(7), Meter.sdkThreads() + " idle threads stay");
            CallAssertions.sleep(20);
        }
    }

    private static void run(String way, ExecutorService virtual, int logins, int atOnce) throws Exception {
        try (Traffic traffic = new Traffic(logins)) {
            try (Meter all = Meter.reading(Meter::sdkThreads)) {
                if (way.startsWith("async")) {
                    async(traffic, logins, atOnce);
                } else {
                    sync(traffic, logins, atOnce, virtual);
                }
                int calls = MOST_CALLS.accumulateAndGet(traffic.mostUnderWay(), Math::max);
                require(calls <= atOnce, "the load was too high");
                require(all.most() <= calls + BETWEEN_CALLS, all.most() + " threads for " + calls + " calls");
            }
            CallAssertions.await(() -> traffic.openConnections() == 0);
            List<String> wrong = traffic.wrong(logins);
            require(wrong.isEmpty(), wrong.size() + " wrong: " + wrong.subList(0, Math.min(20, wrong.size())));
        }
    }

    private static void sync(Traffic traffic, int logins, int atOnce, ExecutorService virtual)
            throws InterruptedException {
        ExecutorService callers = virtual == null ? Executors.newFixedThreadPool(atOnce) : virtual;
        Semaphore free = new Semaphore(atOnce);
        for (int i = 0; i < logins; i++) {
            int account = i;
            free.acquire();
            callers.execute(() -> {
                traffic.now(account);
                free.release();
            });
        }
        free.acquire(atOnce);
        if (virtual == null) {
            callers.shutdown();
        }
    }

    private static void async(Traffic traffic, int logins, int atOnce) throws InterruptedException {
        Semaphore free = new Semaphore(atOnce);
        for (int i = 0; i < logins; i++) {
            free.acquire();
            traffic.async(i).thenRun(free::release);
        }
        free.acquire(atOnce);
    }

    /** The compiler, which knows Java 17 alone, must not see it. */
    private static ExecutorService virtual() throws ReflectiveOperationException {
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    private static void require(boolean kept, String otherwise) {
        if (!kept) {
            throw new AssertionError(otherwise);
        }
    }
}
