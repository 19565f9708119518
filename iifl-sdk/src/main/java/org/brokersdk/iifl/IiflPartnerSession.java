package org.brokersdk.iifl;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;
import org.brokersdk.iifl.api.PartnerLoginResult;

/** The session of a partner. */
public final class IiflPartnerSession extends IiflSession {

    private static final DateTimeFormatter VALID_UPTO = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("M/d/uuuu h:mm:ss a")
            .toFormatter(Locale.US)
            .withResolverStyle(ResolverStyle.STRICT)
            .withZone(ZoneId.of("Asia/Kolkata"));

    private IiflPartnerSession(IiflCalls calls, Saved state) {
        super(calls, state);
    }

    static IiflPartnerSession of(IiflCalls calls, String email, PartnerLoginResult answer, String cookie) {
        return new IiflPartnerSession(calls, Saved.now(calls, email, cookie, answer, null));
    }

    static IiflPartnerSession restore(IiflCalls calls, String saved) {
        return new IiflPartnerSession(
                calls, Saved.read(calls, saved, IiflPartnerSession.class, state -> state.partner() != null));
    }

    /**
     * Who is logged in.
     *
     * @return the e-mail address that logged in
     */
    public String email() {
        return state.who();
    }

    /**
     * What the broker said of the partner at the login.
     *
     * @return the answer
     */
    public PartnerLoginResult answer() {
        return state.partner();
    }

    /**
     * Until when the partner may use the API, in the broker's own words. The session ends long before.
     *
     * @return the text as it came, or null
     */
    public String validUpto() {
        return answer().validUpto();
    }

    /**
     * {@link #validUpto()} as a moment. The broker names no zone; Indian time is inferred.
     *
     * @return the moment, if the text is a date and time such as {@code 8/20/2021 10:15:23 AM}
     */
    public Optional<Instant> validUntil() {
        try {
            return Optional.ofNullable(validUpto()).map(text -> VALID_UPTO.parse(text.strip(), Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "IiflPartnerSession[email=" + email() + ", since=" + since() + ", validUpto=" + validUpto()
                + ", cookie=***]";
    }
}
