package org.brokersdk.iifl;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.brokersdk.core.internal.SavedSession;
import org.brokersdk.iifl.api.PartnerLoginResult;
import org.jspecify.annotations.Nullable;

/** Session of a partner. Its user id is the e-mail address. */
public non-sealed class IiflPartnerSession extends IiflSession {

    private static final DateTimeFormatter VALID_UPTO = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("M/d/uuuu h:mm:ss a")
            .toFormatter(Locale.US)
            .withResolverStyle(ResolverStyle.STRICT)
            .withZone(ZoneId.of("Asia/Kolkata"));

    IiflPartnerSession(IiflService service, SavedSession<State> saved) {
        super(service, saved);
    }

    static IiflPartnerSession of(IiflService service, String email, PartnerLoginResult response, String cookie) {
        HttpUrl origin = service.client().baseUrl();
        return new IiflPartnerSession(
                service, SavedSession.now(IiflPartnerSession.class, email, origin, new State(cookie, response, null)));
    }

    static IiflPartnerSession restore(IiflService service, String saved) {
        return new IiflPartnerSession(
                service, parse(service, saved, IiflPartnerSession.class, state -> state.partner() != null));
    }

    /**
     * Returns the response to the login of the partner.
     *
     * @return the response
     */
    public PartnerLoginResult response() {
        return Objects.requireNonNull(state.partner());
    }

    /**
     * Returns the end of the partner's permission to use the API, as the broker writes it. The session ends long
     * before.
     *
     * @return the text of the response, or null
     */
    public @Nullable String validUpto() {
        return response().validUpto();
    }

    /**
     * Returns {@link #validUpto()} as a moment. The broker names no time zone. Indian time is inferred.
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
}
