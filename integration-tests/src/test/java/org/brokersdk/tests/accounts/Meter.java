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
    private volatile int maximum;

    private Meter(IntSupplier gauge) {
        this.gauge = gauge;
        Thread reader = new Thread(this::read, "meter");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a meter that reads a gauge until it is closed, and keeps the maximum. */
    static Meter start(IntSupplier gauge) {
        return new Meter(gauge);
    }

    private void read() {
        while (!closed) {
            maximum = Math.max(maximum, gauge.getAsInt());
            CallAssertions.sleep(20);
        }
    }

    int maximum() {
        return maximum;
    }

    @Override
    public void close() {
        closed = true;
    }

    /** Returns the number of threads of the SDKs that run calls. */
    static int sdkThreads() {
        return threads("-sdk call");
    }

    /** Counts threads by name. Stack traces would stop all threads. */
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
    static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Returns the number of open files and sockets, or -1 if it is unknown. */
    static long openFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : -1;
    }
}
