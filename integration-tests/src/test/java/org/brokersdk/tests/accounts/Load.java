package org.brokersdk.tests.accounts;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.brokersdk.tests.CallAssertions;

/**
 * Program that logs in ten thousand times, 256 at a time. It runs in its own JVM, so only the SDKs use heap and
 * threads. It prints the name of each mode that has passed, and ends with an exception if a check fails.
 */
final class Load {

    static final int LOGINS = 10_000;
    static final int CONCURRENCY = 256;

    /** Maximum number of calls that ran at the same time so far. Their threads stay for a while. */
    private static final AtomicInteger MAX_CALLS = new AtomicInteger();

    /** Number of threads that may have completed a call and may still run. */
    private static final int ENDING_CALLS = CONCURRENCY / 2;

    /** Number of files that a JVM may open for itself. */
    private static final int EXTRA_FILES = 8;

    private static final long MAX_GROWTH = 6L << 20;

    private Load() {}

    /** Runs each mode: sync or async, on platform or virtual threads. */
    public static void main(String[] modes) throws Exception {
        // Loads the classes, and creates objects that stay.
        run("sync", null, 700, 8);
        run("async", null, 700, 8);
        for (String mode : modes) {
            ExecutorService virtual = mode.endsWith("virtual") ? virtual() : null;
            long heap = Meter.usedHeap();
            long files = Meter.openFiles();
            run(mode, virtual, LOGINS, CONCURRENCY);
            CallAssertions.await(() -> Meter.openFiles() <= files + EXTRA_FILES);
            long growth = Meter.usedHeap() - heap;
            check(growth < MAX_GROWTH, "the heap has grown by " + growth + " bytes");
            if (virtual != null) {
                virtual.shutdown();
            }
            System.out.println(mode);
        }
        long idleSince = System.nanoTime();
        while (Meter.sdkThreads() > 0) {
            check(
                    System.nanoTime() - idleSince < TimeUnit.SECONDS.toNanos(7),
                    Meter.sdkThreads() + " idle threads stay");
            CallAssertions.sleep(20);
        }
    }

    private static void run(String mode, ExecutorService virtual, int logins, int concurrency) throws Exception {
        try (Traffic traffic = new Traffic(logins)) {
            try (Meter threads = Meter.start(Meter::sdkThreads)) {
                if (mode.startsWith("async")) {
                    async(traffic, logins, concurrency);
                } else {
                    sync(traffic, logins, concurrency, virtual);
                }
                int calls = MAX_CALLS.accumulateAndGet(traffic.maxRunning(), Math::max);
                check(calls <= concurrency, "the load was too high");
                check(
                        threads.maximum() <= calls + ENDING_CALLS,
                        threads.maximum() + " threads for " + calls + " calls");
            }
            CallAssertions.await(() -> traffic.openConnections() == 0);
            List<String> errors = traffic.errors(logins);
            check(errors.isEmpty(), errors.size() + " errors: " + errors.subList(0, Math.min(20, errors.size())));
        }
    }

    private static void sync(Traffic traffic, int logins, int concurrency, ExecutorService virtual)
            throws InterruptedException {
        ExecutorService callers = virtual == null ? Executors.newFixedThreadPool(concurrency) : virtual;
        Semaphore permits = new Semaphore(concurrency);
        for (int i = 0; i < logins; i++) {
            int account = i;
            permits.acquire();
            callers.execute(() -> {
                traffic.blocking(account);
                permits.release();
            });
        }
        permits.acquire(concurrency);
        if (virtual == null) {
            callers.shutdown();
        }
    }

    private static void async(Traffic traffic, int logins, int concurrency) throws InterruptedException {
        Semaphore permits = new Semaphore(concurrency);
        for (int i = 0; i < logins; i++) {
            permits.acquire();
            traffic.async(i).thenRun(permits::release);
        }
        permits.acquire(concurrency);
    }

    /** Creates an executor of virtual threads by reflection, as the compiler knows only Java 17. */
    private static ExecutorService virtual() throws ReflectiveOperationException {
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    private static void check(boolean condition, String message) {
        if (!condition) {
            throw new AssertionError(message);
        }
    }
}
