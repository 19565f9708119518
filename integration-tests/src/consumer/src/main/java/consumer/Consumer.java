package consumer;

import okhttp3.OkHttpClient;

/** Runs samples that are named by class and method, and says so. */
public class Consumer {

    public static void main(String[] samples) throws Exception {
        for (String sample : samples) {
            String[] name = sample.split("#");
            Class<?> type = Class.forName(name[0]);
            type.getMethod(name[1])
                    .invoke(type.getConstructor(OkHttpClient.class).newInstance(new OkHttpClient()));
            System.out.println(sample + " works");
        }
    }
}
