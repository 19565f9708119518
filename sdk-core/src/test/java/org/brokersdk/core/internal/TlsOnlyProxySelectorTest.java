package org.brokersdk.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.api.parallel.ResourceLock;

@Isolated("changes the proxy selector of the JVM")
class TlsOnlyProxySelectorTest {

    private static final URI HTTPS = URI.create("https://broker.example/login");

    private static final URI HTTP = URI.create("http://127.0.0.1/login");

    private static final InetSocketAddress ADDRESS = InetSocketAddress.createUnresolved("proxy.example", 3128);

    private static final Proxy PROXY = new Proxy(Proxy.Type.HTTP, ADDRESS);

    /** Selector that selects one proxy and records failures. */
    private static final class Recording extends ProxySelector {

        private final List<String> failed = new ArrayList<>();

        @Override
        public List<Proxy> select(URI uri) {
            return List.of(PROXY, Proxy.NO_PROXY);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {
            failed.add(uri + " " + address + " " + failure.getMessage());
        }
    }

    private final Recording selector = new Recording();

    @Test
    void usesNoProxyWithoutTls() {
        assertThat(new TlsOnlyProxySelector(PROXY, selector).select(HTTP)).containsExactly(Proxy.NO_PROXY);
        assertThat(new TlsOnlyProxySelector(null, selector).select(HTTP)).containsExactly(Proxy.NO_PROXY);
    }

    @Test
    void usesTheProxyForHttps() {
        assertThat(new TlsOnlyProxySelector(PROXY, null).select(HTTPS)).containsExactly(PROXY);
        assertThat(new TlsOnlyProxySelector(PROXY, selector).select(HTTPS)).containsExactly(PROXY);
    }

    @Test
    void asksTheSelectorWithoutAProxy() {
        TlsOnlyProxySelector delegating = new TlsOnlyProxySelector(null, selector);

        delegating.connectFailed(HTTPS, ADDRESS, new IOException("refused"));

        assertThat(delegating.select(HTTPS)).containsExactly(PROXY, Proxy.NO_PROXY);
        assertThat(selector.failed).containsExactly(HTTPS + " " + ADDRESS + " refused");
    }

    @Test
    void doesNotReportTheProxyToTheSelector() {
        new TlsOnlyProxySelector(PROXY, selector).connectFailed(HTTPS, ADDRESS, new IOException("refused"));

        assertThat(selector.failed).isEmpty();
    }

    @Test
    @ResourceLock("ProxySelector.getDefault")
    void asksTheSelectorOfTheJvmWithoutAnother() {
        ProxySelector ofTheJvm = ProxySelector.getDefault();
        TlsOnlyProxySelector delegating = new TlsOnlyProxySelector(null, null);
        try {
            ProxySelector.setDefault(selector);
            delegating.connectFailed(HTTPS, ADDRESS, new IOException("refused"));
            assertThat(delegating.select(HTTPS)).containsExactly(PROXY, Proxy.NO_PROXY);
            assertThat(selector.failed).hasSize(1);

            ProxySelector.setDefault(null);
            delegating.connectFailed(HTTPS, ADDRESS, new IOException("refused"));
            assertThat(delegating.select(HTTPS)).containsExactly(Proxy.NO_PROXY);
        } finally {
            ProxySelector.setDefault(ofTheJvm);
        }
    }
}
