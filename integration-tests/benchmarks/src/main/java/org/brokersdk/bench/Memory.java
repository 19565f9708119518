package org.brokersdk.bench;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.brokersdk.kotak.KotakNeoClient;

/** What a client and a session weigh, in a JVM that does nothing else. */
final class Memory {

    private static final int MANY = 10_000;

    private Memory() {}

    /**
     * Says the bytes of each, as JSON.
     *
     * @param arguments where the broker is
     */
    public static void main(String[] arguments) {
        String url = arguments[0];
        client(url, 0).login("123456");
        Object[] kept = new Object[MANY];
        long client = each(kept, i -> client(url, i));
        KotakNeoClient one = client(url, 0);
        Object[] sessions = new Object[MANY];
        long session = each(sessions, i -> one.restore(saved(url, i)));
        System.out.println(new Gson().toJson(Map.of("client", client, "session", session)));
        System.exit(kept[0] == null || sessions[0] == null ? 1 : 0);
    }

    /** The bytes of each, in a JVM of their own. */
    static Map<String, Long> of(String url) throws IOException, InterruptedException {
        return new Gson().fromJson(Processes.run(List.of(), Memory.class, url), new TypeToken<Map<String, Long>>() {});
    }

    /** What lives on the heap, in bytes. */
    static long used() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long each(Object[] kept, IntFunction<Object> made) {
        kept[0] = made.apply(0);
        long before = used();
        for (int i = 1; i < MANY; i++) {
            kept[i] = made.apply(i);
        }
        return (used() - before) / (MANY - 1);
    }

    private static KotakNeoClient client(String url, int i) {
        return KotakNeoClient.builder()
                .baseUrl(url)
                .accessToken("00000000-1111-2222-3333-%012d".formatted(i))
                .mobileNumber("+91%010d".formatted(i))
                .ucc("U%06d".formatted(i))
                .build();
    }

    /** With the fields that Kotak's client has been seen to be answered, and tokens of a likely length. */
    private static String saved(String url, int i) {
        return """
                {"session":"KotakNeoSession 1","userId":"U%1$06d","since":"2026-11-25T03:30:00.%1$09dZ","host":"%2$s",
                "state":{"token":"trade-token-of-%1$06d-eyJhbGciOiJub25lIn0.eyJzdWIiOiJub2JvZHkifQ.c2lnbmF0dXJl",
                "sid":"00000000-0000-0000-0000-%1$012d","rid":"00000000-0000-0000-0000-%1$012d","hsServerId":"",
                "isUserPwdExpired":false,"ucc":"U%1$06d","greetingName":"NOBODY","isTrialAccount":false,
                "dataCenter":"E00","searchAPIKey":"","kType":"Trade","status":"success",
                "baseUrl":"https://e00.kotaksecurities.com"}}""".formatted(i, url);
    }
}
