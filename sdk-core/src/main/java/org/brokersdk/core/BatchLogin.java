package org.brokersdk.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.brokersdk.core.internal.BrokerFuture;
import org.brokersdk.core.internal.Limits;
import org.brokersdk.core.internal.Preconditions;
import org.brokersdk.core.internal.Transport;
import org.jspecify.annotations.Nullable;

/**
 * Login of many accounts, for example of a firm before the market opens. It limits the logins that run at the same
 * time, and the logins that begin each second.
 *
 * <p>Each account is tried once. A failed login does not stop the others. A broker that is down stops the batch.
 *
 * <pre>{@code
 * List<LoginResult<Account, Session>> results = BatchLogin.of((Account account) -> login(account))
 *         .maxConcurrency(20)
 *         .onResult(result -> System.out.println(result)) // 12 of 200: logged in
 *         .execute(accounts);
 * }</pre>
 *
 * <p>A batch can mix brokers. {@code S} is then a common type of their sessions, for example {@link Session}:
 *
 * <pre>{@code
 * BatchLogin.<Account, Session>of(account -> account.isKotak() ? kotakLogin(account) : norenLogin(account))
 * }</pre>
 *
 * <p>Immutable and safe to share between threads. Each setter returns a new instance.
 *
 * @param <A> the type of an account, which is a class of yours
 * @param <S> the type of a session
 */
public final class BatchLogin<A, S> {

    private static final int DEFAULT_MAX_CONCURRENCY = 10;
    private static final int DEFAULT_MAX_FAILURES = 3;
    private static final int MAX_CAUSES = 20;
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final Function<? super A, ? extends CompletionStage<? extends S>> login;
    private final int maxConcurrency;
    private final int perSecond;
    private final int maxFailures;
    private final Consumer<? super LoginResult<A, S>> listener;

    private BatchLogin(
            Function<? super A, ? extends CompletionStage<? extends S>> login,
            int maxConcurrency,
            int perSecond,
            int maxFailures,
            Consumer<? super LoginResult<A, S>> listener) {
        this.login = login;
        this.maxConcurrency = maxConcurrency;
        this.perSecond = perSecond;
        this.maxFailures = maxFailures;
        this.listener = listener;
    }

    /**
     * Creates a batch from the function that logs in one account. The thread that calls {@link #execute} calls the
     * function, once for each account.
     *
     * @param login begins the login of an account, for example with {@code loginAsync}, and does not wait for the end
     * @param <A> the type of an account
     * @param <S> the type of a session
     * @return a batch with the default values
     * @throws IllegalArgumentException if the function is null
     */
    public static <A, S> BatchLogin<A, S> of(Function<? super A, ? extends CompletionStage<? extends S>> login) {
        Preconditions.notNull("login", login);
        return new BatchLogin<>(login, DEFAULT_MAX_CONCURRENCY, 0, DEFAULT_MAX_FAILURES, result -> {});
    }

    /**
     * Sets how many logins run at the same time.
     *
     * @param limit 1 or more; the default value is 10
     * @return a batch with this limit
     * @throws IllegalArgumentException if the limit is less than 1
     */
    public BatchLogin<A, S> maxConcurrency(int limit) {
        return new BatchLogin<>(login, positive("maxConcurrency", limit), perSecond, maxFailures, listener);
    }

    /**
     * Sets how many logins begin each second, at equal intervals.
     *
     * <p>The default value is the limit of the broker for an application, if it is known. A limit for each account
     * needs no pause, as a batch logs in each account once. The limit is known if the login function returns a future
     * of one of these SDKs. It is also known if the function returns a stage of such a future, for example from
     * {@code thenCompose}. If the futures of a batch have different limits, the smallest limit so far applies. If no
     * limit is known, the logins begin without a pause.
     *
     * @param limit 1 or more
     * @return a batch with this limit
     * @throws IllegalArgumentException if the limit is less than 1
     */
    public BatchLogin<A, S> perSecond(int limit) {
        return new BatchLogin<>(login, maxConcurrency, positive("perSecond", limit), maxFailures, listener);
    }

    /**
     * Sets the number of failures in a row after which the broker counts as down. Then no further login begins, so no
     * further password is sent.
     *
     * <p>These failures count:
     *
     * <ul>
     *   <li>{@link BrokerException.Unreachable}
     *   <li>{@link BrokerException.Unexpected} with a status of 500 or more, or without a status
     *   <li>{@link BrokerException.Rejected} with {@link Reason#BROKER_FAILED}
     *   <li>{@link TimeoutException} and {@link CancellationException}, for example of your own {@code orTimeout}
     * </ul>
     *
     * <p>A session or another {@code BrokerException} shows that the broker responds, and the count begins again.
     * Before the first such response, one login runs at a time. Other exceptions, for example an
     * {@link IllegalArgumentException}, say nothing about the broker and change nothing. An exception of yours counts
     * as the first of these exceptions among its causes.
     *
     * <p>A batch that mixes brokers has one count for all of them. Use one batch for each broker to count them apart.
     *
     * @param failures 1 or more; the default value is 3
     * @return a batch with this limit
     * @throws IllegalArgumentException if the number is less than 1
     */
    public BatchLogin<A, S> stopAfterFailures(int failures) {
        return new BatchLogin<>(login, maxConcurrency, perSecond, positive("stopAfterFailures", failures), listener);
    }

    /**
     * Sets the listener that receives each result at once, for example to show progress. The calls do not overlap.
     *
     * @param listener called once for each account; what the listener throws goes to the uncaught exception handler of
     *     the thread and stops nothing
     * @return a batch with this listener instead of the previous one
     * @throws IllegalArgumentException if the listener is null
     */
    public BatchLogin<A, S> onResult(Consumer<? super LoginResult<A, S>> listener) {
        Preconditions.notNull("listener", listener);
        return new BatchLogin<>(login, maxConcurrency, perSecond, maxFailures, listener);
    }

    /**
     * Logs in the accounts and waits until each account has a result. No account is tried twice.
     *
     * <p>After an interrupt no further login begins. Logins that are running complete, and the interrupt flag is set
     * when this method returns.
     *
     * @param accounts the accounts, which are copied once
     * @return a result for each account, in the order of the accounts
     * @throws IllegalArgumentException if the same account is listed twice, or null is
     */
    public List<LoginResult<A, S>> execute(Collection<? extends A> accounts) {
        List<A> snapshot = new ArrayList<>(Preconditions.notNull("accounts", accounts));
        Limits.items("accounts", snapshot, 0, Integer.MAX_VALUE);
        if (new HashSet<>(snapshot).size() != snapshot.size()) {
            throw new IllegalArgumentException(
                    "accounts has the same account twice. No account is tried twice, so list each account once");
        }
        return new Execution(snapshot).run();
    }

    private static int positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be 1 or more, but is " + value);
        }
        return value;
    }

    /** One execution of the batch. The monitor of this object guards the counters that other threads change. */
    private final class Execution {

        private final List<A> accounts;
        private final List<@Nullable LoginResult<A, S>> results;
        private final Object reporting = new Object();
        private int completed;
        private int running;
        private int failuresInARow;
        private boolean responding;
        private boolean down;

        // Only the thread that executes the batch uses these two fields.
        private int pace = perSecond;
        private boolean interrupted;

        Execution(List<A> accounts) {
            this.accounts = accounts;
            this.results = new ArrayList<>(Collections.nCopies(accounts.size(), null));
        }

        @SuppressWarnings("NullAway") // At the end no result is null.
        List<LoginResult<A, S>> run() {
            long next = System.nanoTime();
            int index = 0;
            while (index < accounts.size() && awaitTurn(next)) {
                long begin = Math.max(next, System.nanoTime());
                begin(index++);
                // Computed after the call, as its future may have a limit.
                next = begin + (pace == 0 ? 0 : NANOS_PER_SECOND / pace);
            }
            awaitRunning();
            while (index < accounts.size()) {
                report(index++, null, null);
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return new ArrayList<>(results);
        }

        /** Waits until fewer logins run than the limit allows, and the interval has passed. */
        private synchronized boolean awaitTurn(long time) {
            while (!down && !isInterrupted()) {
                if (running >= (responding ? maxConcurrency : 1)) {
                    await(0);
                    continue;
                }
                long millis = TimeUnit.NANOSECONDS.toMillis(time - System.nanoTime() + NANOS_PER_MILLI - 1);
                if (millis <= 0) {
                    running++;
                    return true;
                }
                await(millis);
            }
            return false;
        }

        private synchronized void awaitRunning() {
            while (running > 0) {
                await(0);
            }
        }

        /** Clears the interrupt flag. Each wait would throw at once while the flag is set. */
        private boolean isInterrupted() {
            interrupted |= Thread.interrupted();
            return interrupted;
        }

        @SuppressWarnings("WaitNotInLoop") // The callers loop.
        private void await(long millis) {
            try {
                wait(millis);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }

        private void begin(int index) {
            try {
                CompletionStage<? extends S> stage = login.apply(accounts.get(index));
                if (perSecond == 0 && stage instanceof BrokerFuture<?> future && future.loginsPerSecond() > 0) {
                    pace = pace == 0 ? future.loginsPerSecond() : Math.min(pace, future.loginsPerSecond());
                }
                stage.whenComplete((session, failure) -> complete(index, session, failure));
            } catch (Throwable e) {
                // A login function that wraps an InterruptedException may forget to set the flag again.
                interrupted |= e instanceof InterruptedException || e.getCause() instanceof InterruptedException;
                complete(index, null, e);
            }
        }

        private void complete(int index, @Nullable S session, @Nullable Throwable failure) {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            if (session == null && cause == null) {
                cause = new IllegalStateException(
                        "The login completed without a session. Return a future that completes with one");
            }
            if (!report(index, session, cause)) {
                return;
            }
            synchronized (this) {
                running--;
                BrokerState state = stateOf(cause);
                if (state == BrokerState.RESPONDING) {
                    failuresInARow = 0;
                    responding = true;
                } else if (state == BrokerState.DOWN) {
                    failuresInARow++;
                    down |= failuresInARow >= maxFailures;
                }
                notifyAll();
            }
        }

        /** Returns false if the account has a result already, as when a stage of another library completes twice. */
        private boolean report(int index, @Nullable S session, @Nullable Throwable failure) {
            synchronized (reporting) {
                if (results.get(index) != null) {
                    return false;
                }
                LoginResult<A, S> result = new LoginResult<>(
                        accounts.get(index),
                        Optional.ofNullable(session),
                        Optional.ofNullable(failure),
                        ++completed,
                        accounts.size());
                results.set(index, result);
                try {
                    listener.accept(result);
                } catch (Throwable e) {
                    Transport.reportUncaught(e);
                }
                return true;
            }
        }
    }

    private enum BrokerState {
        RESPONDING,
        DOWN,
        UNKNOWN
    }

    /** Returns what a failure says about the broker. A login function may have wrapped the exception of the SDK. */
    private static BrokerState stateOf(@Nullable Throwable failure) {
        if (failure == null) {
            return BrokerState.RESPONDING;
        }
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                // Causes may form a circle.
                .limit(MAX_CAUSES)
                .filter(cause -> cause instanceof BrokerException
                        || cause instanceof TimeoutException
                        || cause instanceof CancellationException)
                .findFirst()
                .map(cause -> isDown(cause) ? BrokerState.DOWN : BrokerState.RESPONDING)
                .orElse(BrokerState.UNKNOWN);
    }

    private static boolean isDown(Throwable failure) {
        if (failure instanceof BrokerException.Unexpected unexpected) {
            return unexpected.status() >= 500 || unexpected.status() == 0;
        }
        return !(failure instanceof BrokerException.Rejected rejected) || rejected.reason() == Reason.BROKER_FAILED;
    }
}
