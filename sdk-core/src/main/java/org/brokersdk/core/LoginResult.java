package org.brokersdk.core;

import java.util.Optional;

/**
 * Result of one account in a {@link BatchLogin}. It has a session or a failure, or none of them if the account was not
 * tried. Nothing was sent for an account that was not tried.
 *
 * @param account the account as given
 * @param session the session, if the account logged in
 * @param failure the exception, usually a {@link BrokerException}, if the login failed
 * @param completed the number of accounts that have a result so far, this account included
 * @param total the number of accounts in the batch
 * @param <A> the type of the account
 * @param <S> the type of the session
 */
public record LoginResult<A, S>(A account, Optional<S> session, Optional<Throwable> failure, int completed, int total) {

    /** Returns the progress without the account, which may hold a password. */
    @Override
    public String toString() {
        String result = session.isPresent()
                ? "logged in"
                : failure.map(cause -> "failed: " + describe(cause)).orElse("not tried");
        return completed + " of " + total + ": " + result;
    }

    private static String describe(Throwable failure) {
        // The TimeoutException of CompletableFuture.orTimeout has no message.
        String message = failure.getMessage();
        return message == null ? failure.getClass().getName() : message;
    }
}
