package org.brokersdk.bench;

/** One way to log in. What it keeps between logins is what a program of its kind would keep. */
public interface Contender {

    /**
     * Logs in with the one-time password.
     *
     * @param totp six digits
     * @return the token of the answer
     */
    String login(String totp) throws Exception;

    /**
     * Makes one.
     *
     * @param name that of a class in {@code contenders}
     * @param url where the broker is
     */
    static Contender of(String name, String url) {
        try {
            return (Contender) Class.forName(Contender.class.getPackageName() + ".contenders." + name)
                    .getConstructor(String.class)
                    .newInstance(url);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(name + " cannot be made", e);
        }
    }
}
