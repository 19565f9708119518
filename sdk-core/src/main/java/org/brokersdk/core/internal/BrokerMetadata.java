package org.brokersdk.core.internal;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Facts about a broker that its spec states beside operations and schemas. Each SDK generates one instance and passes
 * it to the core.
 *
 * @param broker the broker's name in packages and artifacts, such as {@code kotak}
 * @param version the version of the SDK
 * @param loginsPerSecond the logins a second that the broker is known to allow an application, or 0 if no such limit is
 *     known
 * @param domain the domain whose hosts all belong to the broker, or null
 * @param defaults default values by parameter name
 * @param reasons by API interface, the conditions of each reason of a rejection; the first match decides
 * @param explainingFields the response fields, at any depth, whose values explain a failure
 * @param secretFields the response fields that contain secrets
 * @param constants the values that every request contains and that are no secrets
 * @param redirectCodes the parameters that may contain the authorization code in the redirect of a login page
 */
public record BrokerMetadata(
        String broker,
        String version,
        int loginsPerSecond,
        @Nullable String domain,
        Map<String, String> defaults,
        Map<String, List<ReasonMatcher>> reasons,
        Set<String> explainingFields,
        Set<String> secretFields,
        Set<String> constants,
        List<String> redirectCodes) {

    /** Returns the default value of a parameter. */
    public String defaultValue(String name) {
        return Objects.requireNonNull(defaults.get(name));
    }

    /** Returns the words and codes by which the reasons recognize messages, in lower case. */
    Set<String> knownWords() {
        return reasons.values().stream()
                .flatMap(List::stream)
                .flatMap(line -> Stream.of(line.words(), line.and(), line.codes()))
                .flatMap(Collection::stream)
                .flatMap(phrase -> Stream.of(phrase.toLowerCase(Locale.ROOT).split(" ")))
                .collect(Collectors.toSet());
    }

    /** Returns true if a host belongs to the broker's domain and the URL is https. */
    public boolean isBrokerHost(HttpUrl url) {
        return domain != null
                && url.isHttps()
                && (url.host().equals(domain) || url.host().endsWith("." + domain));
    }
}
