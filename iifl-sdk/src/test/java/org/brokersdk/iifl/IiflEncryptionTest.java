package org.brokersdk.iifl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.function.Consumer;
import org.brokersdk.core.BrokerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests IIFL's encryption, and that each login encrypts exactly what it should. */
class IiflEncryptionTest extends IiflFixture {

    private static final String KEY = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final String DEMO123 = "KhbQ9NhE1PBrMsGWPZglwQ==";
    private static final String SIXTEEN = "dmhMBPS1OpbPJ7kvOz5dUSg8StCY6zeAW9d2BU/RGic=";

    private final IiflEncryption encryption = new IiflEncryption(KEY);

    @ParameterizedTest
    @CsvSource({
        "a, /Y++blnB3via9L2/aCi1PA==",
        "Demo123, " + DEMO123,
        "19900101, cK0OtszAvltTSdFqCLeapQ==",
        "0123456789abcdef, " + SIXTEEN
    })
    void encryptsAsThePublishedVectorsDo(String plain, String encrypted) {
        assertThat(encryption.encrypt(plain)).isEqualTo(encrypted);
        assertThat(encryption.plain(encrypted)).isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "Demo123", "pässwörd ₹", "0123456789abcdef", "KhbQ9NhE1PBrMsGWPZglwQ"})
    void keepsEncryptedText(String plain) {
        String encrypted = encryption.encrypt(plain);

        assertThat(encrypted).isNotEqualTo(plain);
        assertThat(encryption.encrypt(encrypted)).isEqualTo(encrypted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AAAAAAAAAAAAAAAAAAAAAA==", "Demo1234", "KhbQ9NhE1PBrMsGWPZglwR=="})
    void encryptsTextThatOnlyLooksEncrypted(String plain) {
        assertThat(encryption.encrypt(plain)).isNotEqualTo(plain);
        assertThat(encryption.plain(plain)).isEqualTo(plain);
    }

    /** A password has no control character, so the text was not encrypted. */
    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "\0x"})
    void keepsTextThatDecryptsToControlCharacters(String plain) {
        String encrypted = encryption.encryptPlain(plain);

        assertThat(encryption.plain(encrypted)).isEqualTo(encrypted);
    }

    @Test
    void encryptsWhatAnotherKeyHasEncrypted() {
        assertThat(new IiflEncryption("another key").encrypt(DEMO123)).isNotEqualTo(DEMO123);
    }

    /** Clients of one key share what is derived from it. */
    @Test
    void encryptsWithTheKeyOfEachClient() {
        IiflClient.Builder first = client("Demo123", "s3cret");
        IiflClient.Builder second = client("Demo123", "s3cret").encryptionKey("another key");

        for (IiflClient.Builder settings : List.of(first, second, first, first, second)) {
            JsonObject sent = sent(settings, iifl -> iifl.partnerLogin("demo@example.com", "1234567890"));

            String userId = sent.getAsJsonObject("head").get("userId").getAsString();
            assertThat(userId.equals(DEMO123)).isEqualTo(settings == first);
            assertThat(userId).isNotEqualTo("Demo123");
        }
    }

    @Test
    void sharesTheDerivedKey() {
        IiflEncryption shared = IiflEncryption.of(KEY);

        assertThat(IiflEncryption.of(KEY)).isSameAs(shared);
        assertThat(IiflEncryption.of("another key")).isNotSameAs(shared);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void rejectsAnEmptyKeyOrValue(String empty) {
        assertThatThrownBy(() -> new IiflEncryption(empty))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("encryptionKey ");
        assertThatThrownBy(() -> encryption.encrypt(empty))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("value ");
    }

    @ParameterizedTest
    @CsvSource({"Demo123, 0123456789abcdef", DEMO123 + ", " + SIXTEEN})
    void encryptsUserIdAndPasswordInTheHeadOfAPartner(String userId, String password) {
        JsonObject sent = sent(client(userId, password), iifl -> iifl.partnerLogin("demo@example.com", "1234567890"));

        assertThat(sent).isEqualTo(JsonParser.parseString("""
                        {"head": {"appName": "IIFLMarDEMO", "appVer": "1.0", "key": "user-key", "osName": "Android",
                                  "requestCode": "IIFLMarRQLoginForVendor", "userId": "%s", "password": "%s"},
                         "body": {"Email_id": "demo@example.com", "ContactNumber": "1234567890"}}
                        """.formatted(DEMO123, SIXTEEN)));
    }

    @ParameterizedTest
    @CsvSource({
        "Demo123, 0123456789abcdef, Demo123, 0123456789abcdef",
        DEMO123 + ", " + SIXTEEN + ", " + DEMO123 + ", " + SIXTEEN
    })
    void encryptsClientCodePasswordAndDateOfBirthInTheBodyOfACustomer(
            String userId, String password, String clientCode, String clientPassword) {
        JsonObject sent = sent(client(userId, password), iifl -> iifl.customerLogin(clientCode, clientPassword, BIRTH));

        assertThat(sent).isEqualTo(JsonParser.parseString("""
                        {"head": {"appName": "IIFLMarDEMO", "appVer": "1.0", "key": "user-key", "osName": "Android",
                                  "requestCode": "IIFLMarRQLoginRequestV4",
                                  "userId": "Demo123", "password": "0123456789abcdef"},
                         "body": {"ClientCode": "%s", "Password": "%s", "My2PIN": "cK0OtszAvltTSdFqCLeapQ==",
                                  "HDSerialNumber": "", "MACAddress": "", "MachineID": "", "VersionNo": "1.0.16.0",
                                  "RequestNo": 1, "ConnectionType": 1}}
                        """.formatted(DEMO123, SIXTEEN)));
    }

    @Test
    void sendsTheOtherSettings() {
        IiflClient.Builder settings = client("Demo123", "s3cret")
                .localIp("192.0.2.10")
                .publicIp("192.0.2.11")
                .customerRequestCode("IIFLMarRQLoginRequestV2")
                .hdSerialNumber("disk")
                .macAddress("mac")
                .machineId("machine")
                .versionNo("2.0");

        JsonObject partner = sent(settings, iifl -> iifl.partnerLogin("demo@example.com", "1234567890"));
        JsonObject customer = sent(settings, iifl -> iifl.customerLogin("Demo123", "s3cret", BIRTH));

        assertThat(partner.getAsJsonObject("body").toString())
                .contains("\"LocalIP\":\"192.0.2.10\"", "\"PublicIP\":\"192.0.2.11\"");
        assertThat(customer.getAsJsonObject("head").get("requestCode").getAsString())
                .isEqualTo("IIFLMarRQLoginRequestV2");
        assertThat(customer.getAsJsonObject("body").toString())
                .contains("\"LocalIP\":\"192.0.2.10\"", "\"PublicIP\":\"192.0.2.11\"", "\"HDSerialNumber\":\"disk\"")
                .contains("\"MACAddress\":\"mac\"", "\"MachineID\":\"machine\"", "\"VersionNo\":\"2.0\"");
    }

    private JsonObject sent(IiflClient.Builder settings, Consumer<IiflClient> call) {
        respond("{}");
        assertThatThrownBy(() -> call.accept(settings.build())).isInstanceOf(BrokerException.Unexpected.class);
        return JsonParser.parseString(broker.takeRequest().body()).getAsJsonObject();
    }

    private IiflClient.Builder client(String userId, String password) {
        return iifl().encryptionKey(KEY)
                .app(new IiflApp("IIFLMarDEMO", "1.0", "user-key", "Android", userId, password));
    }
}
