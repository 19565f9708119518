package org.brokersdk.tests.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.brokersdk.core.Client;
import org.brokersdk.core.Session;
import org.brokersdk.tests.EverySdk;
import org.brokersdk.tests.Sdk;
import org.brokersdk.tests.Sdk.Settings;
import org.brokersdk.tests.Server;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.BeanDefinitionHolder;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionReaderUtils;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.support.SimpleThreadScope;

/** Spring, CDI and Mockito create a subclass of each client and session, and a login by such a client works. */
class ContainerTest {

    private static final class LazyInjection {

        @Lazy
        Client client;
    }

    @EverySdk
    void springInjectsClientLazily(Sdk sdk) throws Exception {
        withClient(sdk, client -> {
            try (AnnotationConfigApplicationContext spring = new AnnotationConfigApplicationContext()) {
                register(spring, client);
                spring.refresh();
                DependencyDescriptor injection =
                        new DependencyDescriptor(LazyInjection.class.getDeclaredField("client"), true) {
                            @Override
                            public Class<?> getDependencyType() {
                                return client.getClass();
                            }
                        };
                Client proxy = (Client) spring.getBeanFactory().resolveDependency(injection, null);

                assertThat(AopUtils.isCglibProxy(proxy)).isTrue();
                assertLogsIn(sdk, proxy);
            }
        });
    }

    @EverySdk
    void springKeepsClientAndSessionInRequestScope(Sdk sdk) throws Exception {
        withClient(sdk, client -> {
            try (AnnotationConfigApplicationContext spring = new AnnotationConfigApplicationContext()) {
                spring.getBeanFactory().registerScope("request", new SimpleThreadScope());
                Session session = sdk.session(sdk.login(client).blocking().get());
                registerInRequestScope(spring, client);
                registerInRequestScope(spring, session);
                spring.refresh();
                Client proxy = spring.getBean(client.getClass());
                Session sessionProxy = spring.getBean(session.getClass());

                assertThat(AopUtils.isCglibProxy(proxy)).isTrue();
                assertLogsIn(sdk, proxy);
                assertThat(AopUtils.isCglibProxy(sessionProxy)).isTrue();
                assertThat(sessionProxy.headers()).isEqualTo(session.headers());
                assertThat(sessionProxy.save()).isEqualTo(session.save());
            }
        });
    }

    @EverySdk
    void cdiKeepsClientInApplicationScope(Sdk sdk) throws Exception {
        withClient(sdk, client -> {
            try (SeContainer cdi = SeContainerInitializer.newInstance()
                    .disableDiscovery()
                    // Weld needs an archive with at least one class.
                    .addBeanClasses(ContainerTest.class)
                    .addExtensions(new BeanExtension<>(client))
                    .initialize()) {
                Client proxy = cdi.select(client.getClass()).get();

                assertThat(proxy).isNotSameAs(client).isInstanceOf(client.getClass());
                assertLogsIn(sdk, proxy);
            }
        });
    }

    /** The mock maker of this module creates subclasses. Mockito's default one also mocks final classes. */
    @EverySdk
    void mockitoMocksClientAndSession(Sdk sdk) throws Exception {
        withClient(sdk, client -> {
            Session session = sdk.session(sdk.login(client).blocking().get());
            try (Client clientMock = mock(client.getClass())) {
                Session sessionMock = mock(session.getClass());
                when(sessionMock.userId()).thenReturn("VIDYA");

                assertThat(sessionMock.userId()).isEqualTo("VIDYA");
                assertThat(clientMock).isNotNull();
            }
        });
    }

    private static void assertLogsIn(Sdk sdk, Client proxy) {
        Stream.of(proxy.getClass().getSuperclass().getMethods())
                .filter(method -> method.getName().equals("api"))
                .forEach(api -> assertThat(Sdk.call(proxy, "api")).isNotNull());
        Sdk.Login login = sdk.login(proxy);
        assertThat(sdk.session(login.blocking().get()).userId()).isNotBlank();
        assertThat(sdk.session(login.async().get().join()).userId()).isNotBlank();
    }

    private interface ClientTest {
        void accept(Client client) throws Exception;
    }

    private static void withClient(Sdk sdk, ClientTest test) throws Exception {
        AtomicInteger steps = new AtomicInteger();
        try (Server server =
                        Server.responding(request -> sdk.response(steps.getAndIncrement() % sdk.steps(), "t0ken"));
                Client client = sdk.client(Settings.of(server.url()), Sdk.USER)) {
            test.accept(client);
        }
    }

    private static <T> BeanDefinitionHolder definition(T bean) {
        Class<T> type = type(bean);
        Supplier<T> supplier = () -> bean;
        return new BeanDefinitionHolder(
                BeanDefinitionBuilder.genericBeanDefinition(type, supplier).getBeanDefinition(), type.getSimpleName());
    }

    private static void register(AnnotationConfigApplicationContext spring, Object bean) {
        BeanDefinitionReaderUtils.registerBeanDefinition(definition(bean), spring);
    }

    private static void registerInRequestScope(AnnotationConfigApplicationContext spring, Object bean) {
        BeanDefinitionHolder definition = definition(bean);
        definition.getBeanDefinition().setScope("request");
        BeanDefinitionReaderUtils.registerBeanDefinition(
                ScopedProxyUtils.createScopedProxy(definition, spring, true), spring);
    }

    @SuppressWarnings("unchecked")
    private static <T> Class<T> type(T bean) {
        return (Class<T>) bean.getClass();
    }

    /** Declares one bean in application scope. */
    private static final class BeanExtension<T> implements Extension {

        private final T bean;

        BeanExtension(T bean) {
            this.bean = bean;
        }

        void add(@Observes AfterBeanDiscovery discovery) {
            discovery
                    .<T>addBean()
                    .addType(type(bean))
                    .scope(ApplicationScoped.class)
                    .beanClass(type(bean))
                    .createWith(context -> bean);
        }
    }
}
