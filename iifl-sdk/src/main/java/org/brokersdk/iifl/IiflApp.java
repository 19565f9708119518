package org.brokersdk.iifl;

import org.brokersdk.core.internal.Preconditions;

/**
 * Application that logs in, with the values that IIFL gave at registration.
 *
 * <p>User id and password may be plain, or already encrypted under the client's encryption key. Each login sends them
 * in the form that it needs.
 *
 * @param appName the name of the application
 * @param appVersion the version of the application, such as {@code 1.0}
 * @param key the user key
 * @param osName the source of the login: {@code WEB}, {@code Android} or {@code iOS}
 * @param userId the user id of the application
 * @param password the password of the application
 */
public record IiflApp(String appName, String appVersion, String key, String osName, String userId, String password) {

    /**
     * Checks the values.
     *
     * @param appName the name of the application
     * @param appVersion the version of the application, such as {@code 1.0}
     * @param key the user key
     * @param osName the source of the login: {@code WEB}, {@code Android} or {@code iOS}
     * @param userId the user id of the application
     * @param password the password of the application
     * @throws IllegalArgumentException if a value is null or blank; the message does not show it
     */
    public IiflApp {
        Preconditions.required("appName", appName);
        Preconditions.required("appVersion", appVersion);
        Preconditions.key("key", key);
        Preconditions.required("osName", osName);
        Preconditions.required("userId", userId);
        Preconditions.required("password", password);
    }

    /**
     * Creates a builder.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Redacts the secrets. */
    @Override
    public String toString() {
        return "IiflApp[appName=" + appName + ", appVersion=" + appVersion + ", key=***, osName=" + osName
                + ", userId=***, password=***]";
    }

    /** Builder of an {@link IiflApp}. A caller of a constructor with six texts could confuse their order. */
    @SuppressWarnings("NullAway.Init") // build() refuses what is missing.
    public static final class Builder {

        private String appName;
        private String appVersion;
        private String key;
        private String osName = "WEB";
        private String userId;
        private String password;

        private Builder() {}

        /**
         * Sets the name of the application. It is required.
         *
         * @param appName as given at registration
         * @return this builder
         */
        public Builder appName(String appName) {
            this.appName = Preconditions.text("appName", appName);
            return this;
        }

        /**
         * Sets the version of the application. It is required.
         *
         * @param appVersion such as {@code 1.0}
         * @return this builder
         */
        public Builder appVersion(String appVersion) {
            this.appVersion = Preconditions.text("appVersion", appVersion);
            return this;
        }

        /**
         * Sets the user key. It is required.
         *
         * @param key as given at registration
         * @return this builder
         */
        public Builder key(String key) {
            this.key = Preconditions.text("key", key);
            return this;
        }

        /**
         * Sets the source of the login.
         *
         * @param osName {@code WEB}, {@code Android} or {@code iOS}; the default value is {@code WEB}
         * @return this builder
         */
        public Builder osName(String osName) {
            this.osName = Preconditions.text("osName", osName);
            return this;
        }

        /**
         * Sets the user id of the application. It is required.
         *
         * @param userId as given at registration
         * @return this builder
         */
        public Builder userId(String userId) {
            this.userId = Preconditions.text("userId", userId);
            return this;
        }

        /**
         * Sets the password of the application. It is required.
         *
         * @param password as given at registration
         * @return this builder
         */
        public Builder password(String password) {
            this.password = Preconditions.text("password", password);
            return this;
        }

        /**
         * Builds the application.
         *
         * @return the application
         * @throws IllegalArgumentException if a value is missing or blank; the message does not show it
         */
        public IiflApp build() {
            return new IiflApp(appName, appVersion, key, osName, userId, password);
        }
    }
}
