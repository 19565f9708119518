package org.brokersdk.broker;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way that was given, for what goes through TLS. What goes to this machine without goes to no proxy, which would
 * read it.
 */
final class Proxies extends ProxySelector {

    private final @Nullable Proxy only;
    private final @Nullable ProxySelector selector;

    /**
     * Makes one.
     *
     * @param only the proxy for all, or null
     * @param selector chooses otherwise, or null for that of the JVM
     */
    Proxies(@Nullable Proxy only, @Nullable ProxySelector selector) {
        this.only = only;
        this.selector = selector;
    }

    @Override
    public List<Proxy> select(URI uri) {
        if (!"https".equals(uri.getScheme())) {
            return List.of(Proxy.NO_PROXY);
        }
        if (only != null) {
            return List.of(only);
        }
        ProxySelector chosen = chosen();
        return chosen == null ? List.of(Proxy.NO_PROXY) : chosen.select(uri);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        ProxySelector chosen = chosen();
        if (only == null && chosen != null) {
            chosen.connectFailed(uri, address, failure);
        }
    }

    private @Nullable ProxySelector chosen() {
        return selector == null ? getDefault() : selector;
    }
}
