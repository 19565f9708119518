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
 * Extension that passes the {@link Mocks} of all brokers to a test.
 *
 * <p>The mock servers start once for the whole run. A server that has died is restarted before the next test. If a test
 * fails, the output of the servers during the test is printed.
 */
public final class PrismExtension implements BeforeEachCallback, AfterTestExecutionCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(PrismExtension.class);

    private record LogPosition(Prism server, int logSize) {}

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        Mocks mocks = mocks(context);
        mocks.revive()
                .forEach(server -> context.publishReportEntry(server.toString(), "had died and was started again"));
        List<LogPosition> positions = mocks.all().stream()
                .map(server -> new LogPosition(server, server.logSize()))
                .toList();
        context.getStore(NAMESPACE).put("positions", positions.toArray(LogPosition[]::new));
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        LogPosition[] positions = context.getStore(NAMESPACE).get("positions", LogPosition[].class);
        for (LogPosition position : positions) {
            List<String> log = position.server().logSince(position.logSize());
            if (context.getExecutionException().isPresent() && !log.isEmpty()) {
                System.err.println("The " + position.server() + " printed during " + context.getDisplayName() + ":");
                log.forEach(System.err::println);
            }
            if (!position.server().process().isAlive()) {
                System.err.println("The " + position.server() + " died during " + context.getDisplayName());
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

    /** Returns the mock servers of the run, which JUnit closes at its end. */
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
