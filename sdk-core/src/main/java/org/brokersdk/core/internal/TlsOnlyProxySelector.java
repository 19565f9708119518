package org.brokersdk.core.internal;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Proxy selector that uses a proxy for https only. A proxy could read http, which is allowed only to this machine. */
final class TlsOnlyProxySelector extends ProxySelector {

    private final @Nullable Proxy proxy;
    private final @Nullable ProxySelector selector;

    /**
     * Creates a selector.
     *
     * @param proxy the proxy for every https URL, or null
     * @param selector the selector that is asked if there is no such proxy, or null for the selector of the JVM
     */
    TlsOnlyProxySelector(@Nullable Proxy proxy, @Nullable ProxySelector selector) {
        this.proxy = proxy;
        this.selector = selector;
    }

    @Override
    public List<Proxy> select(URI uri) {
        if (!"https".equals(uri.getScheme())) {
            return List.of(Proxy.NO_PROXY);
        }
        if (proxy != null) {
            return List.of(proxy);
        }
        ProxySelector delegate = delegate();
        return delegate == null ? List.of(Proxy.NO_PROXY) : delegate.select(uri);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        ProxySelector delegate = delegate();
        if (proxy == null && delegate != null) {
            delegate.connectFailed(uri, address, failure);
        }
    }

    private @Nullable ProxySelector delegate() {
        return selector == null ? getDefault() : selector;
    }
}
