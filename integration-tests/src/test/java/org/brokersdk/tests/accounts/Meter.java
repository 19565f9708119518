package org.brokersdk.tests.accounts;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntSupplier;
import org.brokersdk.tests.CallAssertions;

/** Measures this JVM. */
final class Meter implements AutoCloseable {

    private final IntSupplier gauge;
    private volatile boolean closed;
    private volatile int most;

    private Meter(IntSupplier gauge) {
        this.gauge = gauge;
        Thread reader = new Thread(this::read, "meter");
        reader.setDaemon(true);
        reader.start();
    }

    /** Reads a gauge again and again until it is closed, and keeps the highest. */
    static Meter reading(IntSupplier gauge) {
        return new Meter(gauge);
    }

    private void read() {
        while (!closed) {
            most = Math.max(most, gauge.getAsInt());
            CallAssertions.sleep(20);
        }
    }

    int most() {
        return most;
    }

    @Override
    public void close() {
        closed = true;
    }

    /** Threads of the SDKs that run calls. */
    static int sdkThreads() {
        return threads("-sdk call");
    }

    /** Counted without a stop of all threads, which stack traces would need. */
    private static int threads(String name) {
        ThreadGroup all = Thread.currentThread().getThreadGroup();
        while (all.getParent() != null) {
            all = all.getParent();
        }
        Thread[] threads = new Thread[all.activeCount() * 2 + 100];
        all.enumerate(threads);
        return (int) Arrays.stream(threads)
                .filter(Objects::nonNull)
                .filter(thread -> thread.getName().contains(name))
                .count();
    }

    static int allThreads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    /** Returns the live heap in bytes. */
    static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Files and sockets that are open, or -1 where the system does not tell. */
    static long files() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : -1;
    }
}
