package org.brokersdk.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.brokersdk.iifl.api.PartnerLoginResponse;
import org.brokersdk.core.internal.GsonAdapters;
import org.brokersdk.kotak.api.FaultResponse;
import org.brokersdk.kotak.api.LoginByUserIdRequest;
import org.brokersdk.kotak.api.LoginResponse;
import org.brokersdk.kotak.api.VerifyResponse;
import org.brokersdk.mocks.Spec;
import org.brokersdk.noren.api.QuickAuthResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import retrofit2.Call;
import retrofit2.Response;

/** Answers as brokers really write them, which no valid example of a spec can show. */
class AnswerTest {

    @StartStop
    private final MockWebServer broker = new MockWebServer();

    @ParameterizedTest
    @ValueSource(strings = {"Success", "success"})
    void kotakWrapsInEitherCase(String wrapper) throws IOException {
        LoginResponse login = answer(200, "{\"" + wrapper + "\":{\"oneTimeToken\":\"t\"}}", kotakLogin())
                .body();
        VerifyResponse verified = answer(200, "{\"" + wrapper + "\":{\"sessionToken\":\"s\"}}", kotakVerify())
                .body();

        assertThat(login.success().oneTimeToken()).isEqualTo("t");
        assertThat(verified.success().sessionToken()).isEqualTo("s");
    }

    @Test
    void kotakFaultAtOk() throws IOException {
        LoginResponse login = answer(
                        200, "{\"fault\":{\"code\":-7,\"message\":\"m\",\"description\":\"d\"}}", kotakLogin())
                .body();

        assertThat(login.success()).isNull();
        assertThat(login.fault().code()).isEqualTo(-7);
        assertThat(login.fault().message()).isEqualTo("m");
        assertThat(login.fault().description()).isEqualTo("d");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 429, 500, 503, 504})
    void kotakFaultAtEveryOtherStatus(int status) throws IOException {
        Response<LoginResponse> login =
                answer(status, "{\"fault\":{\"code\":900901,\"message\":\"Invalid Credentials\"}}", kotakLogin());

        FaultResponse answer = GsonAdapters.GSON.fromJson(login.errorBody().string(), FaultResponse.class);
        assertThat(answer.fault().code()).isEqualTo(900901);
        assertThat(answer.fault().message()).isEqualTo("Invalid Credentials");
    }

    @Test
    void unknownFieldsAreLeftOut() throws IOException {
        QuickAuthResponse login = answer(200, "{\"stat\":\"Ok\",\"brandNew\":{\"a\":[1]}}", norenLogin())
                .body();

        assertThat(login.stat()).isEqualTo("Ok");
    }

    @Test
    void missingFieldsAndNulls() throws IOException {
        QuickAuthResponse login =
                answer(200, "{\"uname\":null,\"exarr\":null}", norenLogin()).body();

        assertThat(login.stat()).isNull();
        assertThat(login.uname()).isNull();
        assertThat(login.exarr()).isEmpty();
        assertThat(login.prarr()).isEmpty();
        assertThat(login.mws()).isEmpty();
    }

    @Test
    void numbersForStrings() throws IOException {
        QuickAuthResponse login = answer(
                        200, "{\"stat\":\"Ok\",\"lastaccesstime\":1589899727,\"totp_set\":true}", norenLogin())
                .body();

        assertThat(login.lastaccesstime()).isEqualTo("1589899727");
        assertThat(login.totpSet()).isEqualTo("true");
    }

    @Test
    void stringsForNumbers() throws IOException {
        PartnerLoginResponse login = answer(200, "{\"head\":{\"status\":0},\"body\":{\"Status\":\"3\"}}", iiflLogin())
                .body();

        assertThat(login.head().status()).isEqualTo("0");
        assertThat(login.body().status()).isEqualTo(3);
    }

    @Test
    void nullBody() throws IOException {
        PartnerLoginResponse login = answer(200, "{\"head\":{\"status\":\"2\"},\"body\":null}", iiflLogin())
                .body();

        assertThat(login.body()).isNull();
    }

    @Test
    void listsCannotBeChanged() throws IOException {
        QuickAuthResponse login =
                answer(200, "{\"exarr\":[\"NSE\"]}", norenLogin()).body();

        assertThatThrownBy(() -> login.exarr().add("BSE")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void secretsAreMasked() throws IOException {
        assertThat(answer(200, "{\"susertoken\":\"s3cret\"}", norenLogin())
                        .body()
                        .toString())
                .contains("susertoken=***")
                .doesNotContain("s3cret");
        assertThat(LoginByUserIdRequest.builder()
                        .userid("AB1234")
                        .password("s3cret")
                        .build()
                        .toString())
                .isEqualTo("LoginByUserIdRequest[userid=AB1234, password=***]");
    }

    private <T> Response<T> answer(int status, String json, Call<T> call) throws IOException {
        broker.enqueue(new MockResponse.Builder()
                .code(status)
                .setHeader("Content-Type", "application/json")
                .body(json)
                .build());
        return call.execute();
    }

    private Call<LoginResponse> kotakLogin() {
        return call("kotak", "loginByUserId");
    }

    private Call<VerifyResponse> kotakVerify() {
        return call("kotak", "verifyWithoutCode");
    }

    private Call<QuickAuthResponse> norenLogin() {
        return call("noren", "quickAuth");
    }

    private Call<PartnerLoginResponse> iiflLogin() {
        return call("iifl", "partnerLogin");
    }

    @SuppressWarnings("unchecked")
    private <T> Call<T> call(String spec, String operation) {
        return (Call<T>) WireCall.of(Spec.of(spec).operation(operation))
                .on(broker.url("/").toString());
    }
}
