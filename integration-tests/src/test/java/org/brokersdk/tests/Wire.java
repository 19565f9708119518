package org.brokersdk.tests;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import okhttp3.OkHttpClient;
import org.brokersdk.iifl.api.CustomerLoginBody;
import org.brokersdk.iifl.api.CustomerLoginHead;
import org.brokersdk.iifl.api.CustomerLoginRequest;
import org.brokersdk.iifl.api.IiflApi;
import org.brokersdk.iifl.api.IiflMarketsApi;
import org.brokersdk.iifl.api.PartnerLoginBody;
import org.brokersdk.iifl.api.PartnerLoginHead;
import org.brokersdk.iifl.api.PartnerLoginRequest;
import org.brokersdk.iifl.api.RegisterJwtRequest;
import org.brokersdk.iifl.api.UserSessionRequest;
import org.brokersdk.kotak.api.KotakApi;
import org.brokersdk.kotak.api.KotakNeoApi;
import org.brokersdk.kotak.api.LoginByNicknameRequest;
import org.brokersdk.kotak.api.LoginByUserIdRequest;
import org.brokersdk.kotak.api.NeoLoginRequest;
import org.brokersdk.kotak.api.NeoValidateRequest;
import org.brokersdk.kotak.api.VerifyAccessCodeRequest;
import org.brokersdk.kotak.api.VerifyBiometricRequest;
import org.brokersdk.kotak.api.VerifyMpinRequest;
import org.brokersdk.kotak.api.VerifyWithoutCodeRequest;
import org.brokersdk.noren.api.AccessTokenRequest;
import org.brokersdk.noren.api.ChangePasswordRequest;
import org.brokersdk.noren.api.FlattradeApi;
import org.brokersdk.noren.api.FlattradeTokenRequest;
import org.brokersdk.noren.api.ForgotPasswordRequest;
import org.brokersdk.noren.api.LogoutRequest;
import org.brokersdk.noren.api.NorenApi;
import org.brokersdk.noren.api.NorenOauthApi;
import org.brokersdk.noren.api.QuickAuthRequest;
import org.brokersdk.noren.api.RequestOtpRequest;
import org.brokersdk.noren.api.ResetPasswordRequest;
import org.brokersdk.noren.api.UserDetailsRequest;
import retrofit2.Call;

/**
 * A valid call of every operation, through the generated interfaces.
 *
 * @param broker whose operation it is
 * @param operationId its name in the spec
 * @param request the JSON that is sent, or null
 * @param call makes the call from a target and a request
 */
record Wire(String broker, String operationId, Object request, BiFunction<Target, Object, Call<?>> call) {

    private static final Gson GSON = new Gson();
    private static final String HASH = "a6872c2a3500eaef2fe728e1986ba22c2695e73c706f88139e0495da8027b5c9";
    private static final String IP = "127.0.0.1";
    private static final String APP = "brokersdk";

    /** Where a call goes, and with which client. */
    record Target(String url, OkHttpClient http) {

        KotakApi kotak() {
            return new org.brokersdk.kotak.api.ApiClient(http, url)
                    .accessToken("access-token")
                    .consumerKey("consumer-key")
                    .create(KotakApi.class);
        }

        KotakApi kotakOauth() {
            return new org.brokersdk.kotak.api.ApiClient(http, url)
                    .consumerSecret("consumer-key", "consumer-secret")
                    .create(KotakApi.class);
        }

        KotakNeoApi neo() {
            return new org.brokersdk.kotak.api.ApiClient(http, url)
                    .neoToken("access-token")
                    .create(KotakNeoApi.class);
        }

        KotakNeoApi neoLogout() {
            return new org.brokersdk.kotak.api.ApiClient(http, url)
                    .neoBearer("access-token")
                    .create(KotakNeoApi.class);
        }

        IiflApi iifl() {
            return new org.brokersdk.iifl.api.ApiClient(http, url)
                    .subscriptionKey("subscription-key")
                    .create(IiflApi.class);
        }

        IiflMarketsApi markets() {
            return new org.brokersdk.iifl.api.ApiClient(http, url)
                    .userSession("user-session")
                    .create(IiflMarketsApi.class);
        }

        NorenApi noren() {
            return new org.brokersdk.noren.api.ApiClient(http, url).create(NorenApi.class);
        }

        NorenOauthApi norenOauth() {
            return new org.brokersdk.noren.api.ApiClient(http, url).create(NorenOauthApi.class);
        }

        FlattradeApi flattrade() {
            return new org.brokersdk.noren.api.ApiClient(http, url).create(FlattradeApi.class);
        }
    }

    /** The call as it should be made. */
    Call<?> on(Target target) {
        return call.apply(target, request);
    }

    /** The call with other JSON, past the checks of the builder. */
    Call<?> on(Target target, JsonElement json) {
        return call.apply(target, GSON.fromJson(json, request.getClass()));
    }

    JsonObject json() {
        return GSON.toJsonTree(request).getAsJsonObject();
    }

    @Override
    public String toString() {
        return broker + " " + operationId;
    }

    private static <R> Wire of(String broker, String operationId, R request, BiFunction<Target, R, Call<?>> call) {
        @SuppressWarnings("unchecked")
        BiFunction<Target, Object, Call<?>> untyped = (target, json) -> call.apply(target, (R) json);
        return new Wire(broker, operationId, request, untyped);
    }

    static List<Wire> all() {
        PartnerLoginHead partner = PartnerLoginHead.builder()
                .appName("IIFLMarDEMO")
                .appVer("1.0")
                .key("demoKey0123456789")
                .userId("KhbQ9NhE1PBrMsGWPZglwQ==")
                .password("/Y++blnB3via9L2/aCi1PA==")
                .build();
        CustomerLoginHead customer = CustomerLoginHead.builder()
                .appName("IIFLMarDEMO")
                .appVer("1.0")
                .key("demoKey0123456789")
                .userId("KhbQ9NhE1PBrMsGWPZglwQ==")
                .password("/Y++blnB3via9L2/aCi1PA==")
                .build();
        return List.of(
                of("kotak", "initSession", null, (to, none) -> to.kotak().initSession("AB1234", IP, APP)),
                of(
                        "kotak",
                        "initSessionByUserId",
                        null,
                        (to, none) -> to.kotak().initSessionByUserId("AB1234", IP, APP)),
                of(
                        "kotak",
                        "initSessionByNickname",
                        null,
                        (to, none) -> to.kotak().initSessionByNickname("demo", IP, APP)),
                of(
                        "kotak",
                        "loginByUserId",
                        LoginByUserIdRequest.builder()
                                .userid("AB1234")
                                .password("secret")
                                .build(),
                        (to, json) -> to.kotak().loginByUserId(IP, APP, json)),
                of(
                        "kotak",
                        "loginByNickname",
                        LoginByNicknameRequest.builder()
                                .nickname("demo")
                                .password("secret")
                                .build(),
                        (to, json) -> to.kotak().loginByNickname(IP, APP, json)),
                of(
                        "kotak",
                        "generateAccessCode",
                        null,
                        (to, none) -> to.kotak().generateAccessCode("one-time-token", IP, APP, "AB1234")),
                of(
                        "kotak",
                        "verifyAccessCode",
                        VerifyAccessCodeRequest.builder()
                                .userid("AB1234")
                                .accessCode("1234")
                                .build(),
                        (to, json) -> to.kotak().verifyAccessCode("one-time-token", IP, APP, json)),
                of(
                        "kotak",
                        "verifyWithoutCode",
                        VerifyWithoutCodeRequest.builder().userid("AB1234").build(),
                        (to, json) -> to.kotak().verifyWithoutCode("one-time-token", IP, APP, json)),
                of(
                        "kotak",
                        "verifyMpin",
                        VerifyMpinRequest.builder()
                                .userid("AB1234")
                                .mpin("123456")
                                .build(),
                        (to, json) -> to.kotak().verifyMpin("one-time-token", IP, APP, json)),
                of(
                        "kotak",
                        "verifyBiometric",
                        VerifyBiometricRequest.builder()
                                .userid("AB1234")
                                .biometric("bio")
                                .build(),
                        (to, json) -> to.kotak().verifyBiometric("one-time-token", IP, APP, json)),
                of("kotak", "logout", null, (to, none) -> to.kotak().logout("session-token", IP, APP, "AB1234")),
                of(
                        "kotak",
                        "issueAccessToken",
                        null,
                        (to, none) -> to.kotakOauth().issueAccessToken("client_credentials", null, null, null)),
                of(
                        "kotak",
                        "revokeAccessToken",
                        null,
                        (to, none) -> to.kotakOauth().revokeAccessToken("access-token")),
                of(
                        "kotak",
                        "neoLogin",
                        NeoLoginRequest.builder()
                                .mobileNumber("+910000000000")
                                .ucc("AB123")
                                .totp("123456")
                                .build(),
                        (to, json) -> to.neo().neoLogin(json)),
                of(
                        "kotak",
                        "neoValidate",
                        NeoValidateRequest.builder().mpin("123456").build(),
                        (to, json) -> to.neo().neoValidate("view-sid", "view-token", json)),
                of("kotak", "neoLogout", null, (to, none) -> to.neoLogout().neoLogout("trade-sid", "trade-token")),
                of(
                        "iifl",
                        "partnerLogin",
                        PartnerLoginRequest.builder()
                                .head(partner)
                                .body(PartnerLoginBody.builder()
                                        .emailId("demo@example.com")
                                        .contactNumber("1234567890")
                                        .localIP("192.0.2.1")
                                        .publicIP("192.0.2.2")
                                        .build())
                                .build(),
                        (to, json) -> to.iifl().partnerLogin(json)),
                of(
                        "iifl",
                        "customerLogin",
                        CustomerLoginRequest.builder()
                                .head(customer)
                                .body(CustomerLoginBody.builder()
                                        .clientCode("KhbQ9NhE1PBrMsGWPZglwQ==")
                                        .password("KhbQ9NhE1PBrMsGWPZglwQ==")
                                        .my2Pin("cK0OtszAvltTSdFqCLeapQ==")
                                        .build())
                                .build(),
                        (to, json) -> to.iifl().customerLogin(json)),
                of(
                        "iifl",
                        "registerJwt",
                        RegisterJwtRequest.builder()
                                .clientCode("DEMO01")
                                .jwtCode("jwt")
                                .build(),
                        (to, json) -> to.iifl().registerJwt(json)),
                of(
                        "iifl",
                        "getUserSession",
                        UserSessionRequest.builder().checkSum(HASH).build(),
                        (to, json) -> to.markets().getUserSession(json)),
                of("iifl", "getProfile", null, (to, none) -> to.markets().getProfile()),
                of("iifl", "logout", null, (to, none) -> to.markets().logout()),
                of(
                        "noren",
                        "quickAuth",
                        QuickAuthRequest.builder()
                                .uid("VIDYA")
                                .pwd(HASH)
                                .factor2("123456")
                                .vc("DEMO_VC")
                                .appkey(HASH)
                                .imei("device")
                                .build(),
                        (to, json) -> to.noren().quickAuth(json)),
                of(
                        "noren",
                        "logout",
                        LogoutRequest.builder().uid("VIDYA").build(),
                        (to, json) -> to.noren().logout(json, HASH)),
                of(
                        "noren",
                        "changePassword",
                        ChangePasswordRequest.builder()
                                .uid("VIDYA")
                                .oldpwd(HASH)
                                .pwd("n3wS3cur3Id")
                                .build(),
                        (to, json) -> to.noren().changePassword(json)),
                of(
                        "noren",
                        "forgotPassword",
                        ForgotPasswordRequest.builder()
                                .uid("VIDYA")
                                .pan("ABCDE1234F")
                                .dob("01-01-1990")
                                .build(),
                        (to, json) -> to.noren().forgotPassword(json)),
                of(
                        "noren",
                        "requestOtp",
                        RequestOtpRequest.builder()
                                .uid("VIDYA")
                                .pan("ABCDE1234F")
                                .build(),
                        (to, json) -> to.noren().requestOtp(json)),
                of(
                        "noren",
                        "resetPassword",
                        ResetPasswordRequest.builder()
                                .uid("VIDYA")
                                .pwd("n3wS3cur3Id")
                                .otp("123456")
                                .build(),
                        (to, json) -> to.noren().resetPassword(json)),
                of(
                        "noren",
                        "userDetails",
                        UserDetailsRequest.builder().uid("VIDYA").build(),
                        (to, json) -> to.noren().userDetails(json, HASH)),
                of(
                        "noren",
                        "generateAccessToken",
                        AccessTokenRequest.builder()
                                .code("z3")
                                .checksum(HASH)
                                .uid("VIDYA")
                                .build(),
                        (to, json) -> to.norenOauth().generateAccessToken(json)),
                of(
                        "noren",
                        "requestToken",
                        FlattradeTokenRequest.builder()
                                .apiKey("ABC123")
                                .requestCode("z3")
                                .apiSecret(HASH)
                                .build(),
                        (to, json) -> to.flattrade().requestToken(json)));
    }

    /** Wire calls by the operation that they call. */
    static Map<String, Wire> byOperation(String broker) {
        return all().stream()
                .filter(wire -> wire.broker().equals(broker))
                .collect(java.util.stream.Collectors.toMap(Wire::operationId, wire -> wire));
    }
}
