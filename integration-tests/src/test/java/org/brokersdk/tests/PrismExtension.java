package org.brokersdk.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.brokersdk.mocks.Mocks;
import org.brokersdk.mocks.Prism;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test the {@link Mocks} of all brokers as a parameter.
 *
 * <p>They are started once for the whole run. A server that a test has killed is started again before the next test,
 * and when a test fails, what the servers printed meanwhile is shown.
 */
public final class PrismExtension implements BeforeEachCallback, AfterTestExecutionCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(PrismExtension.class);

    private record Seen(Prism server, int logSize) {}

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        Mocks mocks = mocks(context);
        mocks.revive()
                .forEach(server -> context.publishReportEntry(server.toString(), "had died and was started again"));
        List<Seen> seen = mocks.all().stream()
                .map(server -> new Seen(server, server.logSize()))
                .toList();
        context.getStore(NAMESPACE).put("seen", seen.toArray(Seen[]::new));
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        Seen[] seen = context.getStore(NAMESPACE).get("seen", Seen[].class);
        for (Seen before : seen) {
            List<String> log = before.server().logSince(before.logSize());
            if (context.getExecutionException().isPresent() && !log.isEmpty()) {
                System.err.println("The " + before.server() + " printed during " + context.getDisplayName() + ":");
                log.forEach(System.err::println);
            }
            if (!before.server().process().isAlive()) {
                System.err.println("The " + before.server() + " died during " + context.getDisplayName());
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Mocks.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return mocks(context);
    }

    /** Kept at the root of the run, where JUnit closes them at its end. */
    private static Mocks mocks(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        Mocks.class,
                        key -> {
                            try {
                                return Mocks.start();
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        },
                        Mocks.class);
    }
}
