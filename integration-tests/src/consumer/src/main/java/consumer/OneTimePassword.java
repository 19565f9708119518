package consumer;

import java.lang.reflect.InvocationTargetException;
import java.util.function.Supplier;

/** Makes a one-time password by the Totp of some SDK, or says what that says. */
public class OneTimePassword {

    public static void main(String[] totp) throws Exception {
        try {
            Object made =
                    Class.forName(totp[0]).getMethod("fromBase32", String.class).invoke(null, "JBSWY3DPEHPK3PXP");
            System.out.println(((Supplier<?>) made).get());
        } catch (InvocationTargetException e) {
            System.out.println(e.getCause().getMessage());
        }
    }
}
