package org.brokersdk.core;

/** Reason why a broker rejected a request. Later versions may add reasons, so give a {@code switch} a default. */
public enum Reason {
    /** User, password or another proof of who logs in is wrong. */
    WRONG_CREDENTIALS(
            "Check the user and the password. Do not repeat them unchanged: accounts lock after a few tries."),
    /** The one-time password, access code or one-time token is wrong, spent or expired. */
    WRONG_ONE_TIME_PASSWORD("Log in with a fresh one-time password; each is good for one try and a short time."),
    /** The code that the redirect of a login page brought is wrong, spent or expired. */
    CODE_REFUSED("Send the user to the login page again: its code is good for one login and a short time."),
    /** The password has expired or must be changed. */
    PASSWORD_EXPIRED("Change the password with the broker, then log in with the new one."),
    /** The account is blocked, locked or deactivated. */
    BLOCKED("Stop trying and have the account unlocked by the broker."),
    /** An application key, a vendor code or an access token is wrong or has lapsed. */
    APPLICATION_REFUSED("A key of the application or the vendor code is wrong or, more often, has lapsed: renew it."),
    /** The IP address is not one that is registered with the broker, or not the one that the session was made from. */
    ADDRESS_REFUSED(
            "Register the public IP address of this machine with the broker, then log in again from there. With IPv6"
                    + " a machine has two addresses: -Djava.net.preferIPv4Stack=true makes Java use the IPv4 one."),
    /** The permission to use the API has run out. */
    VALIDITY_EXPIRED("Renew the permission to use the API with the broker."),
    /** The session has ended. */
    SESSION_EXPIRED("Log in again."),
    /** Too many calls. */
    QUOTA_EXCEEDED("Wait before the next call."),
    /** The account lives on another host. */
    WRONG_HOST("Set the host that the broker's message names as the base URL."),
    /** The account or the application may not use the API. */
    NOT_ENTITLED("Ask the broker to enable the account or the application for the API."),
    /** The broker did not understand the request. */
    BAD_REQUEST("Check what was given against the broker's documentation."),
    /** The broker failed. */
    BROKER_FAILED("The failure is on the broker's side. The request may have worked: look before you repeat it."),
    /** A reason that this SDK does not know. */
    UNKNOWN("Read the broker's own message.");

    private final String suggestedAction;

    Reason(String suggestedAction) {
        this.suggestedAction = suggestedAction;
    }

    /**
     * Returns what a person can do about it.
     *
     * @return a sentence or two for a person
     */
    public String suggestedAction() {
        return suggestedAction;
    }
}
