package org.brokersdk.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BrokerFutureTest {

    private static final int LOGINS_PER_SECOND = 5;

    private final BrokerFuture<String> future = new BrokerFuture<>(LOGINS_PER_SECOND);

    @Test
    void stagesKnowTheSameLimit() {
        List<CompletableFuture<?>> stages = List.of(
                future.thenApply(String::length),
                future.thenCompose(CompletableFuture::completedFuture),
                future.thenApplyAsync(String::length),
                future.whenComplete((value, failure) -> {}),
                future.handle((value, failure) -> ""),
                future.exceptionally(failure -> ""),
                future.orTimeout(1, TimeUnit.MINUTES),
                future.copy(),
                future.thenApply(String::length).thenCompose(CompletableFuture::completedFuture));

        assertThat(stages)
                .allSatisfy(stage -> assertThat(stage)
                        .isInstanceOfSatisfying(
                                BrokerFuture.class,
                                known -> assertThat(known.loginsPerSecond()).isEqualTo(LOGINS_PER_SECOND)));
    }

    @Test
    void stageOfASubclassIsAPlainBrokerFuture() {
        BrokerFuture<String> subclass = new BrokerFuture<>(LOGINS_PER_SECOND) {};

        assertThat(subclass.thenApply(String::length)).isExactlyInstanceOf(BrokerFuture.class);
    }

    @Test
    void completesLikeEachFuture() {
        CompletableFuture<Integer> length = future.thenApply(String::length);

        future.complete("session");

        assertThat(length).isCompletedWithValue(7);
        assertThat(new BrokerFuture<>(0).loginsPerSecond()).isZero();
    }
}
