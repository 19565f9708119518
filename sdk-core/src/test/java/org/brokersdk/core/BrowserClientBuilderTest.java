package org.brokersdk.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.brokersdk.core.TestClient.Builder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrowserClientBuilderTest {

    @Test
    void loginPageMovesWithTheBaseUrlUnlessAPageIsSet() {
        assertThat(new Builder().loginPageOr(TestClient.PAGE)).hasToString(TestClient.PAGE);
        assertThat(new Builder().baseUrl("http://localhost:1/mock/").loginPageOr(TestClient.PAGE))
                .hasToString("http://localhost:1/mock/connect/login?v=3");

        Builder set = new Builder().loginPage("https://page.example/in");
        assertThat(set.loginPageOr(TestClient.PAGE)).hasToString("https://page.example/in");
        assertThat(set.baseUrl("http://localhost:1/mock/").loginPageOr(TestClient.PAGE))
                .hasToString("https://page.example/in");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http://page.example/s3cret   | loginPage must begin with https
            s3cret                       | loginPage must be a URL
            https://page.example/#s3cret | loginPage must not have a fragment
            """)
    void rejectsALoginPageThatNoBrowserCanOpen(String page, String message) {
        assertRejected(message, () -> new Builder().loginPage(page));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            s3cret                      | redirectUrl must be a URL
            myapp://s3cret              | redirectUrl must be a URL
            ''                          | redirectUrl must be a URL
            https://app.example/#s3cret | redirectUrl must not have a fragment
            """)
    void rejectsARedirectUrlThatNoBrowserReaches(String url, String message) {
        assertRejected(message, () -> new Builder().redirectUrl(url));
    }

    @Test
    void rejectsMissingUrls() {
        assertRejected("loginPage ", () -> new Builder().loginPage(null));
        assertRejected("redirectUrl ", () -> new Builder().redirectUrl(null));
        assertRejected("redirectUrl is required", () -> new Builder().requireRedirectUrl());
        assertRejected("loginPage ", () -> new Builder().page(null).build());
    }

    private static void assertRejected(String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("s3cret");
    }
}
