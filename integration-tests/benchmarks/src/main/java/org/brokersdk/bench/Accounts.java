package org.brokersdk.bench;

import com.google.gson.Gson;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.brokersdk.core.BatchLogin;
import org.brokersdk.core.LoginResult;
import org.brokersdk.kotak.KotakNeoClient;
import org.brokersdk.kotak.KotakNeoLogin;

/** Many accounts, each with a client of its own, in a JVM that does nothing else. */
final class Accounts {

    /** More than any machine can begin. */
    private static final int UNLIMITED = 1_000_000;

    private Accounts() {}

    /**
     * Says what it has measured, as JSON.
     *
     * @param arguments where the broker is, how many accounts, how many at a time, how many milliseconds a login takes
     */
    public static void main(String[] arguments) throws InterruptedException {
        String url = arguments[0];
        int accounts = Integer.parseInt(arguments[1]);
        int atATime = Integer.parseInt(arguments[2]);
        long takes = Long.parseLong(arguments[3]);
        // Loads classes, and what else is there for good.
        login(url, "WARM").join();

        List<String> users =
                IntStream.range(0, accounts).mapToObj(i -> "USER" + i).toList();
        List<Long> times = new ArrayList<>();
        long start = System.nanoTime();
        List<LoginResult<String, KotakNeoLogin>> outcomes = BatchLogin.of((String user) -> login(url, user))
                .maxConcurrency(atATime)
                .perSecond(UNLIMITED)
                .onResult(outcome -> times.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)))
                .execute(users);
        double seconds = (System.nanoTime() - start) / 1e9;
        int threads = ManagementFactory.getThreadMXBean().getPeakThreadCount();
        long lost =
                outcomes.stream().filter(outcome -> outcome.session().isEmpty()).count();
        long mixed = outcomes.stream()
                .filter(outcome -> outcome.session()
                        .filter(login -> !login.response().token().contains("-" + outcome.account() + "-"))
                        .isPresent())
                .count();
        System.out.println(new Gson()
                .toJson(Map.of(
                        "accounts", accounts,
                        "atATime", atATime,
                        "takes", takes,
                        "seconds", seconds,
                        "limit", accounts * takes / 1000.0 / atATime,
                        "lost", lost + users.size() - outcomes.size(),
                        "mixed", mixed,
                        "threads", threads,
                        "heap", Memory.used(),
                        "times", some(times))));
        System.exit(0);
    }

    /** As many as a plot can show. */
    private static List<Long> some(List<Long> times) {
        int step = Math.max(1, times.size() / 200);
        return IntStream.range(0, times.size())
                .filter(i -> (times.size() - 1 - i) % step == 0)
                .mapToObj(times::get)
                .toList();
    }

    private static CompletableFuture<KotakNeoLogin> login(String url, String user) {
        return KotakNeoClient.builder()
                .baseUrl(url)
                .accessToken("00000000-1111-2222-3333-444444444444")
                .mobileNumber("+910000000000")
                .ucc(user)
                .build()
                .loginAsync("123456");
    }
}
