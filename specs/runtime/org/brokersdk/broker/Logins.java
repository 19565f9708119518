package org.brokersdk.broker;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Logs many accounts in, such as those of a family or of a firm before the market opens: so many at a time, so many a
 * second, each once. What becomes of one is told as it comes, and stops no other; a broker that is down stops the rest.
 *
 * <pre>{@code
 * List<Logins.Outcome<Account, Session>> outcomes = Logins.by((Account account) -> login(account))
 *         .atATime(20)
 *         .each(outcome -> System.out.println(outcome.done() + " of " + outcome.total()))
 *         .run(accounts);
 * }</pre>
 *
 * <p>Immutable: each setting makes another one.
 *
 * @param <A> an account, of a class of yours
 * @param <S> the session of an account
 */
public final class Logins<A, S> {

    private static final int AT_A_TIME = 10;
    private static final int FAILURES_IN_A_ROW = 3;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

    private final Function<? super A, ? extends CompletionStage<S>> login;
    private final int atATime;
    private final int perSecond;
    private final int failuresInARow;
    private final Consumer<? super Outcome<A, S>> each;

    private Logins(
            Function<? super A, ? extends CompletionStage<S>> login,
            int atATime,
            int perSecond,
            int failuresInARow,
            Consumer<? super Outcome<A, S>> each) {
        this.login = login;
        this.atATime = atATime;
        this.perSecond = perSecond;
        this.failuresInARow = failuresInARow;
        this.each = each;
    }

    /**
     * Begins with how one account logs in. That is asked once for each account, by the thread that calls {@link #run}.
     *
     * @param login begins the login of an account, such as by {@code loginAsync}, and does not wait for it
     * @param <A> an account
     * @param <S> its session
     * @return logins of ten at a time, and as many a second as the broker is known to allow
     */
    public static <A, S> Logins<A, S> by(Function<? super A, ? extends CompletionStage<S>> login) {
        return new Logins<>(login, AT_A_TIME, Facts.LOGINS_PER_SECOND, FAILURES_IN_A_ROW, outcome -> {});
    }

    /**
     * How many are under way at a time.
     *
     * @param most one or more; ten unless set
     * @return these logins with that limit
     * @throws IllegalArgumentException if it is less than one
     */
    public Logins<A, S> atATime(int most) {
        return new Logins<>(login, positive("atATime", most), perSecond, failuresInARow, each);
    }

    /**
     * How many are begun in a second. They are begun evenly.
     *
     * @param most one or more; what the broker is known to allow unless set, or any number where that is not known
     * @return these logins with that limit
     * @throws IllegalArgumentException if it is less than one
     */
    public Logins<A, S> perSecond(int most) {
        return new Logins<>(login, atATime, positive("perSecond", most), failuresInARow, each);
    }

    /**
     * When a broker counts as down: so many logins in a row fail without an answer, or with one that says that the
     * broker is at fault. No further login is begun then, so that no password is sent in vain. Until one has been
     * answered otherwise there is but one under way.
     *
     * @param failures one or more; three unless set
     * @return these logins with that limit
     * @throws IllegalArgumentException if it is less than one
     */
    public Logins<A, S> stopAfter(int failures) {
        return new Logins<>(login, atATime, perSecond, positive("stopAfter", failures), each);
    }

    /**
     * Whom to tell each outcome as it comes, for progress and for what is to be done with a session at once. One is
     * told after the other.
     *
     * @param listener told once for each account; what it throws goes to the handler of its thread and stops nothing
     * @return these logins with that listener
     */
    public Logins<A, S> each(Consumer<? super Outcome<A, S>> listener) {
        return new Logins<>(login, atATime, perSecond, failuresInARow, listener);
    }

    /**
     * Logs them in, and waits until each has an outcome. None is tried twice. An interrupt begins no more; those under
     * way go on to their end, and the interrupt flag is set.
     *
     * @param accounts whom to log in
     * @return an outcome for each, in their order
     * @throws IllegalArgumentException if an account is in it twice
     */
    public List<Outcome<A, S>> run(Collection<? extends A> accounts) {
        if (new HashSet<>(accounts).size() != accounts.size()) {
            throw new IllegalArgumentException("accounts has one twice, and none is tried twice; give each once");
        }
        return new Run(new ArrayList<>(accounts)).outcomes();
    }

    private static int positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be 1 or more");
        }
        return value;
    }

    /**
     * What became of an account: a session, a failure, or neither, which is that it was not tried. That is so when the
     * broker is down or the thread was interrupted; nothing was sent then.
     *
     * @param account the account that was given
     * @param session the session, if the account has logged in
     * @param failure what went wrong, mostly a {@link BrokerException}, if the login has failed
     * @param done how many have an outcome by now, this one included
     * @param total how many there are
     * @param <A> the account
     * @param <S> the session
     */
    public record Outcome<A, S>(A account, Optional<S> session, Optional<Throwable> failure, int done, int total) {

        /** The progress, without the account, which may hold a password. */
        @Override
        public String toString() {
            String how = session.isPresent()
                    ? "logged in"
                    : failure.map(cause -> "failed: " + cause.getMessage()).orElse("not tried");
            return done + " of " + total + ": " + how;
        }
    }

    /** The logins of some accounts. */
    private final class Run {

        private final List<A> accounts;
        private final List<Outcome<A, S>> outcomes;
        private final Object telling = new Object();
        private int done;
        private int underWay;
        private int inARow;
        private boolean answers;
        private boolean down;
        private boolean interrupted = Thread.interrupted();

        Run(List<A> accounts) {
            this.accounts = accounts;
            this.outcomes = new ArrayList<>(Collections.nCopies(accounts.size(), null));
        }

        List<Outcome<A, S>> outcomes() {
            long next = System.nanoTime();
            int begun = 0;
            while (begun < accounts.size() && mayBegin(next)) {
                next = Math.max(next, System.nanoTime()) + (perSecond == 0 ? 0 : SECOND / perSecond);
                begin(begun++);
            }
            waitForAll();
            for (int i = begun; i < accounts.size(); i++) {
                tell(i, null, null);
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return outcomes;
        }

        /** Waits until there is a place and it is time. */
        private synchronized boolean mayBegin(long time) {
            while (!down && !interrupted) {
                if (underWay >= (answers ? atATime : 1)) {
                    await(0);
                    continue;
                }
                long millis = TimeUnit.NANOSECONDS.toMillis(time - System.nanoTime() + MILLISECOND - 1);
                if (millis <= 0) {
                    underWay++;
                    return true;
                }
                await(millis);
            }
            return false;
        }

        private synchronized void waitForAll() {
            while (underWay > 0) {
                await(0);
            }
        }

        @SuppressWarnings("WaitNotInLoop") // Whoever calls it is in one.
        private void await(long millis) {
            try {
                wait(millis);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }

        private void begin(int i) {
            try {
                login.apply(accounts.get(i)).whenComplete((session, failure) -> end(i, session, failure));
            } catch (Throwable e) {
                end(i, null, e);
            }
        }

        private void end(int i, @Nullable S session, @Nullable Throwable failure) {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            boolean nothing = session == null && cause == null;
            tell(i, session, nothing ? new IllegalStateException("The login ended without a session") : cause);
            synchronized (this) {
                underWay--;
                inARow = isOfABrokerThatIsDown(cause) ? inARow + 1 : 0;
                answers |= inARow == 0;
                down |= inARow >= failuresInARow;
                notifyAll();
            }
        }

        private void tell(int i, @Nullable S session, @Nullable Throwable failure) {
            synchronized (telling) {
                Outcome<A, S> outcome = new Outcome<>(
                        accounts.get(i),
                        Optional.ofNullable(session),
                        Optional.ofNullable(failure),
                        ++done,
                        accounts.size());
                outcomes.set(i, outcome);
                try {
                    each.accept(outcome);
                } catch (Throwable e) {
                    Threads.report(e);
                }
            }
        }
    }

    private static boolean isOfABrokerThatIsDown(@Nullable Throwable failure) {
        return failure instanceof BrokerException.Unreachable
                || failure instanceof BrokerException.Unexpected unexpected && unexpected.status() >= 500
                || failure instanceof BrokerException.Rejected rejected && rejected.reason() == Reason.BROKER_FAILED;
    }
}
