package org.brokersdk.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import okhttp3.Request;
import org.junit.jupiter.api.Test;

/** A key may travel in the query, which no SDK of a broker does as yet; messages hide it as they hide headers. */
class QueryMaskTest {

    @Test
    void hidesWhatTheQueryHoldsUnlessItIsKnownToAll() {
        Request request = new Request.Builder()
                .url("https://features.example/v1/constants?api_key=s3cr%2Bt&kind=a%20b%26c%3Dd%2B%C3%A9&flag")
                .build();

        assertThat(Mask.of(request, List.of(), List.of()).apply("No api_key s3cr+t (s3cr%2Bt) of kind a b&c=d+é", 100))
                .isEqualTo("No api_key *** (***) of kind a b&c=d+é");
    }
}
