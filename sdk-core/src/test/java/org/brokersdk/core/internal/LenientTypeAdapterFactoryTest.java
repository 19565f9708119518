package org.brokersdk.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.annotations.JsonAdapter;
import com.google.gson.annotations.SerializedName;
import com.google.gson.reflect.TypeToken;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a value that does not fit its type costs this value alone, and that a line names its field. */
@ResourceLock("java.util.logging")
class LenientTypeAdapterFactoryTest {

    /** Model with a field of each kind that the generator writes. */
    private record Order(
            @SerializedName(value = "text", alternate = "Text")
            String text,

            Integer count,
            Long total,
            BigDecimal amount,
            Boolean active,
            LocalDate day,
            OffsetDateTime moment,
            Side side,
            Place place,
            List<Integer> counts,
            List<List<Place>> grid,
            Map<String, BigDecimal> prices,
            Map<String, List<Place>> places,
            Map<String, Object> open,
            Order next) {

        static final Order EMPTY =
                new Order(null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
    }

    private record Place(String city, Integer code) {}

    @JsonAdapter(OpenEnum.class)
    public record Side(String value) {

        @Override
        public String toString() {
            return value;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "count: ''",
                "count: ' '",
                "count: 's3cret'",
                "count: 1.5",
                "count: '1.5'",
                "count: 2147483648",
                "count: -2147483649",
                "count: 1e400",
                "count: 1e-400",
                "count: true",
                "count: {}",
                "count: []",
                "count: [1]",
                "total: ''",
                "total: 9223372036854775808",
                "total: 0.1",
                "amount: ''",
                "amount: '0,10'",
                "amount: {}",
                "active: ''",
                "active: 'Y'",
                "active: 'yes'",
                "active: 1",
                "active: 0",
                "active: '1'",
                "active: {}",
                "active: [true]",
                "day: ''",
                "day: '2026-02-30'",
                "day: '28.02.2026'",
                "day: 20260228",
                "day: true",
                "day: {}",
                "moment: ''",
                "moment: '2026-02-28T09:15:00'",
                "moment: 1772250300",
                "moment: []",
                "text: {}",
                "text: []",
                "text: ['s3cret']",
                "side: {}",
                "side: {'value':'s3cret'}",
                "side: ['BUY']",
                "place: ''",
                "place: 's3cret'",
                "place: 5",
                "place: []",
                "place: [{}]",
                "counts: ''",
                "counts: 5",
                "counts: {}",
                "grid: {}",
                "prices: ''",
                "prices: [1]",
                "places: false",
                "open: ''",
                "open: [1]",
                "next: 'no'"
            })
    void fieldThatDoesNotFitIsNull(String field) {
        String name = field.substring(0, field.indexOf(':'));

        for (String rest : List.of("", ",other:1")) {
            List<LogRecord> records = logged(() -> {
                assertThat(read("{" + field + rest + "}")).isEqualTo(Order.EMPTY);
                assertThat(stream("{" + field + rest + "}")).isEqualTo(Order.EMPTY);
            });

            assertThat(records).hasSize(2).allSatisfy(logged -> {
                assertThat(logged.getLevel()).isEqualTo(Level.WARNING);
                assertThat(logged.getLoggerName()).isEqualTo("org.brokersdk.core");
                assertThat(logged.getMessage())
                        .isEqualTo(
                                "A value in a response does not fit the type of Order." + name
                                        + ". The SDK reads the value as null. Report the name of the field to the SDK's authors.");
                assertThat(logged.getThrown()).isNull();
                assertThat(logged.getParameters()).isNull();
            });
        }
    }

    @Test
    void restOfTheModelIsThere() {
        Order next = new Order(
                "b",
                2,
                null,
                null,
                null,
                null,
                null,
                null,
                new Place("Delhi", null),
                null,
                null,
                null,
                null,
                null,
                null);
        Order order = new Order(
                "a",
                null,
                3L,
                null,
                true,
                LocalDate.of(2026, 2, 28),
                null,
                new Side("BUY"),
                new Place(null, 1),
                null,
                null,
                null,
                null,
                null,
                next);

        List<LogRecord> records = logged(() -> assertThat(read("""
                {"text":"a","count":"","total":3,"amount":"","active":true,"day":"2026-02-28","moment":"",
                 "side":"BUY","place":{"city":{},"code":1},
                 "next":{"text":"b","count":2,"total":"x","place":{"city":"Delhi","code":"x"}}}""")).isEqualTo(order));

        assertThat(fields(records))
                .containsExactly(
                        "Order.count", "Order.amount", "Order.moment", "Place.city", "Order.total", "Place.code");
    }

    @Test
    void itemsAndValuesThatDoNotFitAreNullAndKeepTheirPlaces() {
        List<LogRecord> records = logged(() -> {
            Order order = read("""
                    {"counts":[1,"",2.5,"4",{}],"grid":[[{"code":"x"},5],"",[]],
                     "prices":{"a":1.50,"s3cret":"s3cret","b":{}},"places":{"a":[{},""],"b":""}}""");

            assertThat(order.counts()).containsExactly(1, null, null, 4, null);
            assertThat(order.grid())
                    .isEqualTo(Arrays.asList(Arrays.asList(new Place(null, null), null), null, List.of()));
            assertThat(order.prices())
                    .hasSize(3)
                    .containsEntry("a", new BigDecimal("1.50"))
                    .containsEntry("s3cret", null)
                    .containsEntry("b", null);
            assertThat(order.places())
                    .hasSize(2)
                    .containsEntry("a", Arrays.asList(new Place(null, null), null))
                    .containsEntry("b", null);
        });

        assertThat(fields(records))
                .containsExactly("Order.counts", "Place.code", "Order.grid", "Order.prices", "Order.places");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"text":"a","Text":{}}     | a
            {"Text":{},"text":"a"}     | a
            {"text":"a","Text":"b"}    | b
            {"Text":"a","text":[]}     | a
            """)
    void fieldThatDoesNotFitLeavesItsOtherName(String json, String text) {
        assertThat(read(json).text()).isEqualTo(text);
    }

    @Test
    void listsAndMapsWithoutAModelAreLenientToo() {
        List<LogRecord> records = logged(() -> {
            assertThat(GsonAdapters.GSON.fromJson("[{\"code\":1},\"s3cret\"]", new TypeToken<List<Place>>() {}))
                    .containsExactly(new Place(null, 1), null);
            assertThat(GsonAdapters.GSON.fromJson("{\"s3cret\":{},\"b\":2}", new TypeToken<Map<String, Integer>>() {}))
                    .hasSize(2)
                    .containsEntry("s3cret", null)
                    .containsEntry("b", 2);
        });

        assertThat(fields(records)).containsExactly("List", "Map");
        assertThat(records).extracting(LogRecord::getLoggerName).containsOnly("org.brokersdk");
    }

    @Test
    void valuesThatFitAreNotLogged() {
        assertThat(logged(() -> {
                    assertThat(read("{}")).isEqualTo(Order.EMPTY);
                    assertThat(read("{\"text\":null,\"count\":null,\"counts\":null,\"place\":null,\"open\":null}"))
                            .isEqualTo(Order.EMPTY);
                    assertThat(read("{\"other\":{\"count\":\"\"},\"Count\":\"\"}"))
                            .isEqualTo(Order.EMPTY);
                    assertThat(read("{\"text\":5}").text()).isEqualTo("5");
                    assertThat(read("{\"text\":true}").text()).isEqualTo("true");
                    assertThat(read("{\"count\":\"5\"}").count()).isEqualTo(5);
                    assertThat(read("{\"count\":5.0}").count()).isEqualTo(5);
                    assertThat(read("{\"total\":\"-5\"}").total()).isEqualTo(-5);
                    assertThat(read("{\"amount\":\"0.10\"}").amount()).isEqualTo(new BigDecimal("0.10"));
                    assertThat(read("{\"active\":\"True\"}").active()).isTrue();
                    assertThat(read("{\"active\":\"false\"}").active()).isFalse();
                    assertThat(read("{\"side\":7}").side()).isEqualTo(new Side("7"));
                }))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"s3cret\"", "5", "true", "[{}]", "{\"text\":\"s3cret", "s3cret", "{\"count\":\"\""})
    void wholeThatDoesNotFitIsAnError(String json) {
        assertThat(logged(() -> assertThatThrownBy(() -> GsonAdapters.GSON.fromJson(json, Order.class))
                        .isInstanceOf(JsonParseException.class)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "\"s3cret\"", "5"})
    void listThatIsNoneIsAnError(String json) {
        assertThatThrownBy(() -> GsonAdapters.GSON.fromJson(json, new TypeToken<List<Place>>() {}))
                .isInstanceOf(JsonParseException.class);
    }

    @Test
    void writesAsTheStrictGsonWrites() {
        Object order = read("""
                {"text":"a&b","count":1,"amount":1.50,"day":"2026-02-28","side":"BUY","place":{"city":"Delhi"},
                 "counts":[1,2],"prices":{"a":1E2},"open":{"a":[1,{"b":null}]},"next":{"text":"c"}}""");

        assertThat(GsonAdapters.GSON.toJson(order))
                .isEqualTo(GsonAdapters.STRICT.toJson(order))
                .isEqualTo("""
                {"text":"a\\u0026b","count":1,"amount":1.50,"day":"2026-02-28","side":"BUY","place":{"city":"Delhi"},\
                "counts":[1,2],"prices":{"a":100},"open":{"a":[1,{}]},"next":{"text":"c"}}""");
        assertThat(GsonAdapters.GSON.toJson(Map.of("order", order)))
                .isEqualTo("{\"order\":" + GsonAdapters.STRICT.toJson(order) + "}");
    }

    /** The largest bodies that {@link JsonLimits} lets through. */
    @Test
    void readsHostileBodiesInTime() {
        for (String json : List.of(
                "{\"counts\":[" + "\"\",".repeat(19_990) + "0]}",
                "{\"count\":\"\",\"counts\":[" + "0,".repeat(19_990) + "0]}",
                "{\"count\":\"\",\"grid\":[[" + "{},".repeat(9_990) + "{}]]}",
                "{\"grid\":[[" + "{\"code\":\"\"},".repeat(4_990) + "{}]]}",
                "{\"places\":{\"a\":[" + "{\"code\":{\"a\":[]}},".repeat(2_490) + "{}]}}",
                "{\"count\":" + "9".repeat(1_000_000) + "}",
                "{\"count\":1e999999999,\"total\":1e-999999999,\"amount\":1e999999999}",
                "{\"count\":\"\",\"next\":".repeat(60) + "{}" + "}".repeat(60))) {
            assertThat(JsonLimits.areExceeded(json)).as(json.substring(0, 20)).isFalse();
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            logged(() -> catchThrowable(() -> read(json)));
            assertThat(Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start))
                    .as(json.substring(0, 20))
                    .isLessThan(Duration.ofSeconds(3));
        }
    }

    /** Reading a nested model once for each level above would take hours. */
    @Test
    void readsNestedModelsOnce() {
        Order order = read("{\"count\":\"\",\"next\":".repeat(200) + "{\"text\":\"a\"}" + "}".repeat(200));

        for (int depth = 0; depth < 200; depth++) {
            order = order.next();
        }
        assertThat(order.text()).isEqualTo("a");
    }

    @Test
    void loggerThatThrowsLosesNoResponse() {
        List<Throwable> uncaught = new CopyOnWriteArrayList<>();
        Thread thread = Thread.currentThread();
        Thread.UncaughtExceptionHandler before = thread.getUncaughtExceptionHandler();
        thread.setUncaughtExceptionHandler((of, failure) -> uncaught.add(failure));
        try {
            handling(
                    record -> {
                        throw new IllegalStateException("made up");
                    },
                    () -> assertThat(read("{\"count\":\"\",\"text\":\"a\"}").text())
                            .isEqualTo("a"));
        } finally {
            thread.setUncaughtExceptionHandler(before);
        }

        assertThat(uncaught)
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessage("made up"));
    }

    /** Reads as a client reads. */
    private static Order read(String json) {
        return GsonAdapters.GSON.fromJson(JsonParser.parseString(json), Order.class);
    }

    /** Reads as a generated interface reads. */
    private static Order stream(String json) {
        return GsonAdapters.GSON.fromJson(json, Order.class);
    }

    private static Stream<String> fields(List<LogRecord> records) {
        return records.stream()
                .map(logged -> logged.getMessage().replaceFirst(".* the type of (.*)\\. The SDK .*", "$1"));
    }

    /** Returns what a reading logs in this thread. */
    private static List<LogRecord> logged(Runnable reading) {
        List<LogRecord> records = new CopyOnWriteArrayList<>();
        handling(records::add, reading);
        return records;
    }

    private static void handling(Consumer<LogRecord> consumer, Runnable reading) {
        long thread = Thread.currentThread().getId();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord logged) {
                if (Thread.currentThread().getId() == thread) {
                    consumer.accept(logged);
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("org.brokersdk");
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try {
            reading.run();
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
    }
}
