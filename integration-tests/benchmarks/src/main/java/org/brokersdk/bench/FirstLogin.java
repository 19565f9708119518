package org.brokersdk.bench;

/** The first login of a JVM, and nothing else. */
final class FirstLogin {

    private FirstLogin() {}

    public static void main(String[] arguments) throws Exception {
        String token = Contender.of(arguments[0], arguments[1]).login("123456");
        System.out.println(token);
        System.exit(0);
    }
}
