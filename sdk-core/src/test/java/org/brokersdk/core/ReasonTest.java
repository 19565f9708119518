package org.brokersdk.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that each reason says what a person can do. */
class ReasonTest {

    @ParameterizedTest
    @EnumSource
    void suggestsAnActionInASentence(Reason reason) {
        assertThat(reason.suggestedAction()).matches("[A-Z].{10,}\\.");
    }

    @Test
    void suggestsAnActionOfItsOwn() {
        assertThat(Arrays.stream(Reason.values()).map(Reason::suggestedAction)).doesNotHaveDuplicates();
    }
}
