package org.sealdesk.crypt.mime;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.verdict.Author;

class FromFieldTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ann@example.org | ann@example.org | ``",
                "<ann@example.org> | ann@example.org | ``",
                "Ann Example <ann@example.org> | ann@example.org | Ann Example",
                "\"Example, Ann\" <ann@example.org> | ann@example.org | Example, Ann",
                "\"Ann \\\"A\\\" E\" <ann@example.org> | ann@example.org | Ann \"A\" E",
                "Ann E. Example <ann@EXAMPLE.org> | ann@example.org | Ann E. Example",
                "ann@example.org (Ann Example) | ann@example.org | Ann Example",
                "Ann (work) <ann@example.org> | ann@example.org | Ann",
                "=?utf-8?q?Ann_=C3=84?= <ann@example.org> | ann@example.org | Ann Ä",
                "\"ann\"@example.org | ann@example.org | ``",
                "<ann@[192.0.2.1]> | ann@[192.0.2.1] | ``",
                "ann@example.org <ann@example.org> | ann@example.org | ann@example.org",
            })
    void oneMailboxIsTheAuthor(String field, String address, String display) {
        FromField from = FromField.of(headers(field));
        assertThat(from).isInstanceOf(FromField.Known.class);
        assertThat(((FromField.Known) from).address()).hasToString(address);
        assertThat(((FromField.Known) from).display()).isEqualTo(display);
        assertThat(from.author()).isInstanceOf(Author.Known.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"manager@corp.de\" <eve@corp.de>",
                "=?utf-8?q?manager=40corp.de?= <eve@corp.de>",
                "=?utf-8?b?PG1hbmFnZXJAY29ycC5kZT4=?= <eve@corp.de>",
                "\"manager@corp.de \\<x\" <eve@corp.de>",
            })
    void aNameThatLooksLikeAnAddressIsNotTheAuthor(String field) {
        FromField from = FromField.of(headers(field));
        assertThat(((FromField.Known) from).address()).hasToString("eve@corp.de");
        assertThat(((FromField.Known) from).displayHoldsAnAddress()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<manager@corp.de>eve@corp.de | AMBIGUOUS",
                "<manager@corp.de> eve | AMBIGUOUS",
                "manager@corp.de(<eve@corp.de>) | AMBIGUOUS",
                "manager@corp.de (eve@corp.de) | AMBIGUOUS",
                "man(x)ager@corp.de | AMBIGUOUS",
                "<man(x)ager@corp.de> | AMBIGUOUS",
                "manager@corp.de <eve@corp.de> | AMBIGUOUS",
                "<manager@corp.de> <eve@corp.de> | AMBIGUOUS",
                "<<eve@corp.de>> | AMBIGUOUS",
                "manager@corp.de eve@corp.de | AMBIGUOUS",
                "manager @ corp.de | AMBIGUOUS",
                "<@relay.org:manager@corp.de> | AMBIGUOUS",
                "<@a.org,@b.org:manager@corp.de> | AMBIGUOUS",
                "manager@corp.de@evil.org | AMBIGUOUS",
                "\"manager@corp.de | AMBIGUOUS",
                "(manager@corp.de | AMBIGUOUS",
                "manager@corp.de, eve@corp.de | SEVERAL_MAILBOXES",
                "eve@corp.de,manager@corp.de | SEVERAL_MAILBOXES",
                "Manager <manager@corp.de>, | SEVERAL_MAILBOXES",
                "Friends: manager@corp.de; | GROUP",
                "undisclosed-recipients:; | GROUP",
                "Manager | NO_ADDRESS",
                "=?utf-8?q?manager=40corp.de?= | NO_ADDRESS",
                "<> | NO_ADDRESS",
                "`` | NO_ADDRESS",
                "manager@corp.de. | BAD_ADDRESS",
                "manager@ | BAD_ADDRESS",
                "=?utf-8?q?manager?=@corp.de | BAD_ADDRESS",
                "\"man ager\"@ | BAD_ADDRESS",
                "manager\u0001@corp.de | CONTROL_CHARACTER",
                "=?utf-8?q?Manager=00?= <manager@corp.de> | CONTROL_CHARACTER",
                "=?utf-8?q?Ann=0D=0AFrom=3A_x?= <manager@corp.de> | CONTROL_CHARACTER",
            })
    void whatReadersReadDifferentlyNamesNobody(String field, FromField.Reason reason) {
        FromField from = FromField.of(headers(field));
        assertThat(from).isInstanceOf(FromField.Unclear.class);
        assertThat(((FromField.Unclear) from).reason()).isEqualTo(reason);
        assertThat(((FromField.Unclear) from).raw()).hasSize(1);
        assertThat(from.author()).isEqualTo(new Author.Unclear(reason.description()));
    }

    @Test
    void twoFromFieldsNameNobodyInEitherOrder() {
        for (List<String> order : List.of(List.of("a@x.org", "b@x.org"), List.of("b@x.org", "a@x.org"))) {
            FromField from = FromField.of(new Headers(
                    order.stream().map(a -> HeaderField.of("From", a)).toList()));
            assertThat(from).isEqualTo(new FromField.Unclear(FromField.Reason.SEVERAL_FIELDS, order));
        }
    }

    @Test
    void noFromFieldNamesNobodyEvenWithASender() {
        Headers headers = new Headers(List.of(HeaderField.of("Sender", "ann@example.org")));
        assertThat(FromField.of(headers)).isEqualTo(new FromField.Unclear(FromField.Reason.MISSING, List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: ann@example.org\r\nX: y\rFrom: eve@example.org\r\n\r\n",
                "From: ann@example.org\r\nX: y\rZ: y\r\n\r\n",
                "From: ann@example.org\r\nno field\r\nFrom: eve@example.org\r\n\r\n",
                "From: ann@example.org\r\nX: a\0b\r\n\r\n"
            })
    void anAmbiguousHeaderSectionNamesNobody(String mail) {
        assertThat(FromField.of(Mails.parse(Mails.octets(mail)))).isInstanceOf(FromField.Unclear.class);
    }

    @Provide
    static Arbitrary<String> fields() {
        return Arbitraries.of(
                        "ann",
                        "@",
                        "<",
                        ">",
                        "example.org",
                        "(",
                        ")",
                        "\"",
                        "\\",
                        ",",
                        ":",
                        ";",
                        " ",
                        "[",
                        "]",
                        ".",
                        "eve@corp.de",
                        "=?utf-8?q?",
                        "?=",
                        "\t",
                        "\0")
                .list()
                .ofMaxSize(12)
                .map(l -> String.join("", l));
    }

    @Property(tries = 5000)
    void whateverIsKnownStandsInTheFieldAsOneAddressWithNothingElseAround(@ForAll("fields") String field) {
        if (FromField.of(headers(field)) instanceof FromField.Known known) {
            String text = headers(field).fields().get(0).value();
            assertThat(text.toLowerCase(java.util.Locale.ROOT))
                    .contains(known.address().domain());
            String domain = known.address().domain();
            int end = text.toLowerCase(java.util.Locale.ROOT).lastIndexOf(domain) + domain.length();
            // After the address come its bracket and comments without an address, nothing more.
            assertThat(text.substring(end)).matches("\\s*>?\\s*(\\([^@<]*\\)\\s*)*");
        }
    }

    @Property(tries = 2000)
    void anotherAddressInTheListTakesTheAuthorAway(@ForAll("fields") String field) {
        FromField alone = FromField.of(headers(field));
        FromField withMore = FromField.of(headers(field + ",manager@corp.de"));
        FromField withField = FromField.of(headers(field).plus(HeaderField.of("fRoM", "manager@corp.de")));
        assertThat(List.of(withMore.getClass(), withField.getClass()))
                .as("%s", alone)
                .containsOnly(FromField.Unclear.class);
    }

    @Property(tries = 5000)
    void whoeverIsKnownIsNobodyElseToTheMailLibrary(@ForAll("fields") String field) throws AddressException {
        if (FromField.of(headers(field)) instanceof FromField.Known known) {
            InternetAddress[] theirs = InternetAddress.parseHeader(field, false);
            assertThat(theirs).hasSize(1);
            assertThat(MailAddress.parse(theirs[0].getAddress())).contains(known.address());
        }
    }

    private static Headers headers(String value) {
        return new Headers(List.of(new HeaderField("From", " " + latin1OfUtf8(value))));
    }

    /** As octets arrive in a header: one character each. */
    private static String latin1OfUtf8(String value) {
        return new String(
                value.getBytes(java.nio.charset.StandardCharsets.UTF_8), java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
