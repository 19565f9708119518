package org.brokersdk.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that escapes are decoded, and that each decoded character keeps its place in the original text. */
class DecodedTextTest {

    /** The last column is the original of each decoded character. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    abc                  | abc   | a b c
                    a\\u00e9\\u007Ab     | aézb  | a \\u00e9 \\u007A b
                    a\\xe9\\x7A          | aéz   | a \\xe9 \\x7A
                    a\\/b                | a/b   | a \\/ b
                    a\\\\u0041           | a\\u0041 | a \\\\ u 0 0 4 1
                    &amp;&LT;&gt;z&quot; | &<>z" | &amp; &LT; &gt; z &quot;
                    &#40;&#233;z         | (éz   | &#40; &#233; z
                    &#x28;&#XE9;z        | (éz   | &#x28; &#XE9; z
                    &#0000000233;        | é     | &#0000000233;
                    &#x0000000e9;        | é     | &#x0000000e9;
                    &#x10FFFF;           | \uDBFF\uDFFF | &#x10FFFF; &#x10FFFF;
                    a&b&amp;             | a&b&  | a & b &amp;
                    a%2Fb%7az            | a/bzz | a %2F b %7a z
                    a%2F%7Az             | a/zz  | a %2F %7A z
                    a%C3%A9z             | aéz   | a %C3%A9 z
                    a%C3%A9%39z          | aé9z  | a %C3%A9%39 %C3%A9%39 z
                    %2%41                | %2A   | % 2 %41
                    """)
    void decodesEscapes(String original, String decoded, String originals) {
        DecodedText text = DecodedText.of(original).decodeOnce();

        assertThat(text.text()).isEqualTo(decoded);
        assertThat(originals(original, text)).isEqualTo(originals);
    }

    @Test
    void decodesEscapesOfCharactersWithoutAGlyph() {
        assertThat(DecodedText.of("\\b\\f\\n\\r\\t\\\"\\'\\\\\\/&apos;&nbsp;&#0;\\u0000\\x00%00")
                        .decodeOnce()
                        .text())
                .isEqualTo("\b\f\n\r\t\"'\\/' \0\0\0\0");
    }

    @Test
    void keepsTextThatIsNoEscape() {
        String original = "\\q\\xZZ\\u+041\\x-1\\u00 1\\x4g %4 %+4%-4%4g &;&#;&#x;&x;&#-5;&#+65;&#x110000;"
                + "&#9999999999;&#00000000233;&unknown; & amp;";

        assertThat(DecodedText.of(original).decodeOnce().text()).isEqualTo(original);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\\", "a\\u", "a\\u00", "a\\u004", "a\\x4", "a%", "a%4", "a&", "a&#", "a&amp"})
    void keepsAnEscapeThatIsCut(String original) {
        assertThat(DecodedText.of(original).decodeOnce().text()).isEqualTo(original);
    }

    @Test
    void decodesNestedEscapesOneAtATime() {
        String original = "%2526%2523113;7z";
        DecodedText once = DecodedText.of(original).decodeOnce();
        DecodedText twice = once.decodeOnce();
        DecodedText thrice = twice.decodeOnce();

        assertThat(once.text()).isEqualTo("%26%23113;7z");
        assertThat(twice.text()).isEqualTo("&#113;7z");
        assertThat(thrice.text()).isEqualTo("q7z");
        assertThat(originals(original, once)).isEqualTo("%25 2 6 %25 2 3 1 1 3 ; 7 z");
        assertThat(originals(original, twice)).isEqualTo("%2526 %2523 1 1 3 ; 7 z");
        assertThat(originals(original, thrice)).isEqualTo("%2526%2523113; 7 z");
    }

    private static String originals(String original, DecodedText text) {
        return IntStream.range(0, text.text().length())
                .mapToObj(i -> original.substring(text.originalStart(i), text.originalEnd(i)))
                .collect(Collectors.joining(" "));
    }
}
