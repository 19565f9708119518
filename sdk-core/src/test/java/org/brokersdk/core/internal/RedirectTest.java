package org.brokersdk.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import okhttp3.HttpUrl;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.brokersdk.core.BrokerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which redirects belong to a login, and that no message shows one. */
class RedirectTest {

    private static final String URL = "https://app.example:8443/back";

    private static final String QUERY = "?authCode=s3cret-code&clientId=s3cret-client";

    private static final List<String> CODE_PARAMETERS = List.of("authCode", "code");

    @ParameterizedTest
    @ValueSource(
            strings = {
                URL + QUERY,
                URL + "?authcode=s3cret-code&clientid=s3cret-client",
                URL + "?other=1&CLIENTID=s3cret%2Dclient&AuthCode=s3cret-code#top",
                URL + "?code=s3cret-code&authCode=&clientId=s3cret-client",
                URL + "?CODE=s3cret-code&clientId=s3cret-client",
                "HTTPS://APP.example:8443/back" + QUERY
            })
    void findsParametersInUpperAndLowerCase(String text) {
        Redirect redirect = parse(text, null);

        assertThat(redirect.code()).isEqualTo("s3cret-code");
        assertThat(redirect.get("clientId")).isEqualTo("s3cret-client");
        assertThat(redirect.find("clientId")).contains("s3cret-client");
        assertThat(redirect.find("client")).isEmpty();
        assertThat(redirect).hasToString("Redirect[url=***]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://app.example:8443/back",
                "https://evil.example:8443/back",
                "https://app.example:8443@evil.example/back",
                "https://app.example.evil.example:8443/back",
                "https://app.example/back",
                "https://app.example:8443/back/",
                "https://app.example:8443/Back",
                "https://app.example:8443/",
                "https://app.example:8443/back/../other"
            })
    void rejectsAnotherUrl(String url) {
        assertRejected(() -> parse(url + QUERY, null), "redirect must be to " + URL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:3000/cb", "http://127.0.0.1:3000/cb", "http://[::1]:3000/cb"})
    void acceptsEachNameOfThisMachine(String url) {
        HttpUrl registered = HttpUrl.get("http://localhost:3000/cb");

        assertThat(Redirect.parse(url + QUERY, registered, null, CODE_PARAMETERS)
                        .code())
                .isEqualTo("s3cret-code");
        assertRejected(
                () -> Redirect.parse(url.replace("3000", "3001") + QUERY, registered, null, CODE_PARAMETERS),
                "redirect must be to " + registered);
        assertRejected(
                () -> Redirect.parse("http://app.example:3000/cb" + QUERY, registered, null, CODE_PARAMETERS),
                "redirect must be to " + registered);
    }

    @Test
    void reportsAnErrorUnlessThereIsACode() {
        assertThatThrownBy(() -> parse(URL + "?error=access_denied", null).code())
                .isInstanceOf(BrokerException.Rejected.class)
                .hasMessage(
                        "The broker rejected the request and gave no reason (access_denied). The user or the broker denied"
                                + " access to the application. Start the login again, or ask the broker to enable the account for the"
                                + " API.");
        assertThat(parse(URL + QUERY + "&error=", null).code()).isEqualTo("s3cret-code");
    }

    /** A broker appends its parameters to those of the redirect URL. */
    @Test
    void ignoresTheQueryOfTheRedirectUrl() {
        HttpUrl redirectUrl = HttpUrl.get(URL + "?a=b");

        assertThat(Redirect.parse(URL + QUERY, redirectUrl, null, CODE_PARAMETERS)
                        .code())
                .isEqualTo("s3cret-code");
        assertRejected(
                () -> Redirect.parse("https://evil.example/", redirectUrl, null, CODE_PARAMETERS),
                "redirect must be to " + URL);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "s3cret-code", "/back" + QUERY, "myapp://back" + QUERY})
    void rejectsTextThatIsNoUrl(String text) {
        assertRejected(
                () -> parse(text, null),
                "redirect must be the whole URL to which the browser was redirected. Give a code alone to loginWithCode");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                          | redirect has no authCode. The broker's page did not complete the login. Start the login again
            ?authCode=                                  | redirect has no authCode. The broker's page did not complete the login. Start the login again
            ?authCode                                   | redirect has no authCode. The broker's page did not complete the login. Start the login again
            ?authCode=%20&code=%20                      | redirect has no authCode. The broker's page did not complete the login. Start the login again
            ?authCode=s3cret&authCode=s3cret2           | redirect must have one authCode, not several
            ?authCode=s3cret&authcode=s3cret            | redirect must have one authCode, not several
            ?authCode=s3cret&AUTHCODE                   | redirect must have one authCode, not several
            ?authCode=s3cret&code=s3cret                | redirect must have one of [authCode, code], not several
            """)
    void rejectsAMissingOrRepeatedCode(String query, String message) {
        assertRejected(() -> parse(URL + query, null).code(), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                              | redirect has no clientId. The broker's page did not complete the login. Start the login again
            ?clientId=%20                   | redirect has no clientId. The broker's page did not complete the login. Start the login again
            ?clientId=s3cret&CLIENTID=3cret | redirect must have one clientId, not several
            """)
    void rejectsAMissingOrRepeatedParameter(String query, String message) {
        assertRejected(() -> parse(URL + query, null).get("clientId"), message);
    }

    @Test
    void acceptsTheStateThatWasSent() {
        assertThat(parse(URL + QUERY + "&state=s+%261", "s &1").code()).isEqualTo("s3cret-code");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "&state",
                "&state=",
                "&state=s3cret2",
                "&state=S3CRET-STATE",
                "&State=s3cret-state",
                "&state=s3cret-state&state=s3cret-state"
            })
    void rejectsAnotherState(String state) {
        assertRejected(
                () -> parse(URL + QUERY + state, "s3cret-state"),
                "redirect must contain the state of the login URL. Start the login again");
    }

    private static Redirect parse(String text, String state) {
        return Redirect.parse(text, HttpUrl.get(URL), state, CODE_PARAMETERS);
    }

    private static void assertRejected(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message)
                .hasNoCause();
    }
}
