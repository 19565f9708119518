package org.brokersdk.bench;

import java.io.IOException;
import java.util.List;

/** The first login of a JVM, and nothing else. */
final class FirstLogin {

    private FirstLogin() {}

    public static void main(String[] arguments) throws Exception {
        String token = Contender.of(arguments[0], arguments[1]).login("123456");
        System.out.println(token);
        System.exit(0);
    }

    /** How many classes a JVM has loaded by then. */
    static long classes(String contender, String url) throws IOException, InterruptedException {
        return Processes.run(List.of("-Xlog:class+load"), FirstLogin.class, contender, url)
                .lines()
                .filter(line -> line.contains(" source: "))
                .count();
    }
}
