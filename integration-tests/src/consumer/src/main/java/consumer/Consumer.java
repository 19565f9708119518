package consumer;

import java.lang.reflect.Method;
import okhttp3.OkHttpClient;
import org.brokersdk.core.Session;

/** Runs samples that are named by class and method, saves and restores the sessions that they return, and prints it. */
public class Consumer {

    public static void main(String[] samples) throws Exception {
        for (String sample : samples) {
            String[] name = sample.split("#");
            Class<?> type = Class.forName(name[0]);
            Object object = type.getConstructor(OkHttpClient.class).newInstance(new OkHttpClient());
            Object result = type.getMethod(name[1]).invoke(object);
            if (result instanceof Session session) {
                saveAndRestore(object, session);
            }
            System.out.println(sample + " works");
        }
    }

    /** Saves a session, and restores it where the samples have a client that can. */
    private static void saveAndRestore(Object samples, Session session) throws Exception {
        String saved = session.save();
        for (Method method : samples.getClass().getDeclaredMethods()) {
            if (method.getParameterCount() > 0
                    || !method.getReturnType().getSimpleName().endsWith("Client")) {
                continue;
            }
            method.setAccessible(true);
            Object client = method.invoke(samples);
            for (Method restore : client.getClass().getMethods()) {
                if (restore.getName().startsWith("restore")
                        && restore.getReturnType().isInstance(session)
                        && !((Session) restore.invoke(client, saved)).save().equals(saved)) {
                    throw new IllegalStateException(session + " is restored otherwise than it was saved");
                }
            }
        }
    }
}
