package org.sealdesk.crypt.mime;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.internet.ParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterizedValueTest {

    private static String parameter(String field, String name) {
        return ParameterizedValue.parse(field).parameters().values().getOrDefault(name, "(none)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a/b; x=y | y",
                "a/b;X=\"y; \\\"z\\\"\" | y; \"z\"",
                "a/b (comment; x=no) ; (x=no) x (c) = (c) y (c) | y",
                "a/b; x=----=_Part_1 | ----=_Part_1",
                "a/b; x*=utf-8'de'%C3%A4%20b | ä b",
                "a/b; x*0=one; x*1=two | onetwo",
                "a/b; x*1=two; x*0=one | onetwo",
                "a/b; x*0*=iso-8859-1''%E4; x*1=%41; x*2*=%42 | ä%41B",
                "a/b; x*0=one; x*2=three | one",
                "a/b; x*=klingon''%C3%A4 | ä",
                "a/b; x*=%zz | %zz",
                "a/b; x | (none)",
                "a/b; =y; x=z | z",
            })
    void aParameterIsRead(String field, String value) {
        assertThat(parameter(field, "x")).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a/b; x=1; x=2", "a/b; x=1; X=1", "a/b; x=1; x*=''2", "a/b; x*0=1; x=2", "a/b; x*0=1; x*0*=2"})
    void aParameterInTwoFormsIsNoted(String field) {
        assertThat(ParameterizedValue.parse(field).defects()).containsExactly(Defect.DUPLICATE_PARAMETER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b; x", "a/b; x=\"y", "a/b (c; x=y", "a/b; x=y z", "a/b; \"x\"=y"})
    void whatCannotBeReadIsNoted(String field) {
        assertThat(ParameterizedValue.parse(field).defects()).containsExactly(Defect.MALFORMED_FIELD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text", "/plain", "text/", "a/b/c", ";x=y"})
    void aFieldWithoutTypeIsNone(String field) {
        assertThat(ContentType.from(ParameterizedValue.parse(field))).isEmpty();
    }

    @Test
    void aWrittenFieldIsReadByTheMailLibrary() throws ParseException {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("boundary", "=_" + "0".repeat(60));
        parameters.put("name", "a \"quoted\" \\ name.pdf");
        HeaderField field = ParameterWriter.field("Content-Type", "multipart/mixed", parameters);
        jakarta.mail.internet.ContentType theirs = new jakarta.mail.internet.ContentType(field.value());
        parameters.forEach((k, v) -> assertThat(theirs.getParameter(k)).isEqualTo(v));
    }

    @Property(tries = 1000)
    void whatIsWrittenIsReadBack(
            @ForAll @StringLength(min = 1, max = 200) @CharRange(from = ' ', to = '\u0200') String value) {
        HeaderField field = ParameterWriter.field("Content-Type", "text/plain", Map.of("name", value));
        assertThat(field.octets().lines()).allMatch(l -> l.length() <= 78);
        assertThat(field.raw().chars()).allMatch(c -> c < 127);
        ParameterizedValue read = ParameterizedValue.parse(field.value());
        assertThat(read.defects()).isEmpty();
        assertThat(read.parameters().values()).containsEntry("name", value);
    }
}
