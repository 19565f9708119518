package org.brokersdk.core;

/** Reason why a broker rejected a request. Later versions may add reasons, so give a {@code switch} a default. */
public enum Reason {
    /** The user, the password or another proof of identity is wrong. */
    WRONG_CREDENTIALS(
            "Check the user and the password. Do not repeat them unchanged: accounts lock after a few tries."),
    /** The one-time password, access code or one-time token is wrong, used or expired. */
    WRONG_ONE_TIME_PASSWORD("Log in with a fresh one-time password. Each one is valid for one try and a short time."),
    /** The authorization code of the redirect is wrong, used or expired. */
    CODE_REFUSED("Open the login page again. Its authorization code is valid for one login and a short time."),
    /** The password has expired or must be changed. */
    PASSWORD_EXPIRED("Change the password with the broker, then log in with the new one."),
    /** The account is blocked, locked or deactivated. */
    BLOCKED("Do not try again. Ask the broker to unlock the account."),
    /** An application key, a vendor code or an access token is wrong or has expired. */
    APPLICATION_REFUSED("A key of the application or the vendor code is wrong or, more often, has expired. Renew it."),
    /** The IP address is not registered with the broker, or is not the address that created the session. */
    ADDRESS_REFUSED(
            "Register the public IP address of this machine with the broker, then log in again from there. With IPv6"
                    + " a machine has two addresses: -Djava.net.preferIPv4Stack=true makes Java use the IPv4 one."),
    /** The permission to use the API has expired. */
    VALIDITY_EXPIRED("Renew the permission to use the API with the broker."),
    /** The session has ended. */
    SESSION_EXPIRED("Log in again."),
    /** The number of calls exceeds a limit of the broker. */
    QUOTA_EXCEEDED("Wait before the next call."),
    /** The broker assigned the account to another host. */
    WRONG_HOST("Set the base URL to the host that the broker's message names."),
    /** The account or the application may not use the API. */
    NOT_ENTITLED("Ask the broker to enable the account or the application for the API."),
    /** The broker did not understand the request. */
    BAD_REQUEST("Compare the values that you gave with the broker's documentation."),
    /** The broker failed. */
    BROKER_FAILED("The failure is on the broker's side. The request may have worked. Check that before you repeat it."),
    /** A reason that this SDK does not know. */
    UNKNOWN("Read the broker's own message.");

    private final String suggestedAction;

    Reason(String suggestedAction) {
        this.suggestedAction = suggestedAction;
    }

    /**
     * Returns the action that a person can take.
     *
     * @return a sentence or two for a person
     */
    public String suggestedAction() {
        return suggestedAction;
    }
}
