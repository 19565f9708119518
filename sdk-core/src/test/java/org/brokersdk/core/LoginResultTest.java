package org.brokersdk.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class LoginResultTest {

    private static final String ACCOUNT = "VIDYA with the password s3cret";

    @Test
    void printsProgressWithoutTheAccountOrTheSession() {
        assertThat(new LoginResult<>(ACCOUNT, Optional.of("token"), Optional.empty(), 12, 200))
                .hasToString("12 of 200: logged in");
        assertThat(new LoginResult<>(ACCOUNT, Optional.empty(), failure(new IllegalStateException("No network")), 1, 2))
                .hasToString("1 of 2: failed: No network");
        assertThat(new LoginResult<>(ACCOUNT, Optional.empty(), Optional.empty(), 3, 3))
                .hasToString("3 of 3: not tried");
    }

    @Test
    void printsTheTypeOfAFailureWithoutMessage() {
        assertThat(new LoginResult<>(ACCOUNT, Optional.empty(), failure(new TimeoutException()), 1, 2))
                .hasToString("1 of 2: failed: java.util.concurrent.TimeoutException");
    }

    private static Optional<Throwable> failure(Throwable failure) {
        return Optional.of(failure);
    }
}
