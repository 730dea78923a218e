package org.sealdesk.crypt.address;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailAddressTest {

    @ParameterizedTest
    @CsvSource({
        "ann@example.org, ann@EXAMPLE.org",
        "ann@bücher.example, ann@xn--bcher-kva.example",
        "ann@BÜCHER.example, ann@bücher.example",
        "'\"ann\"@example.org', ann@example.org",
        "ann@[192.0.2.1], ann@[192.0.2.1]",
        "ann@a.photography, ann@a.photography"
    })
    void theseAreOneMailbox(String one, String other) {
        assertThat(MailAddress.parse(one)).isPresent().isEqualTo(MailAddress.parse(other));
    }

    @ParameterizedTest
    @CsvSource({
        "ann@example.org, Ann@example.org",
        "ann@example.com, mary-ann@example.com",
        "ann@example.co, ann@example.com",
        "ann@example.com, ann@mail.example.com",
        "a.nn@example.com, ann@example.com",
        "ann+x@example.com, ann@example.com"
    })
    void theseAreTwoMailboxes(String one, String other) {
        assertThat(MailAddress.parse(one)).isPresent();
        assertThat(MailAddress.parse(other)).isPresent();
        assertThat(MailAddress.parse(one)).isNotEqualTo(MailAddress.parse(other));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "ann",
                "ann@",
                "@example.org",
                "ann@example.org.",
                "ann@example..org",
                "ann@.example.org",
                " ann@example.org",
                "ann@example.org ",
                "ann @example.org",
                "ann\n@example.org",
                "ann@exa mple.org",
                "ceo@corp.example\u0000.evil.example",
                "ann@example.org\u0000",
                "a@b@example.org",
                "<ann@example.org>",
                "Ann <ann@example.org>",
                ".ann@example.org",
                "ann.@example.org",
                "a..b@example.org",
                "\"\"@example.org",
                "\"ann@example.org",
                "\"a\"b\"@example.org",
                "\"a\\\"@example.org",
                "\"a\nb\"@example.org",
                "ann@[192.0.2.1",
                "ann@[]",
                "ann@exa_mple.org",
                "a,b@example.org",
                "ann\u202e@example.org"
            })
    void theseAreNoMailbox(String text) {
        assertThat(MailAddress.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a b\"@example.org", "\"a@b\"@example.org", "\"a\\\"b\"@example.org", "jörg@example.org"})
    void oddLocalPartsAreKept(String text) {
        assertThat(MailAddress.parse(text)).isPresent();
        assertThat(MailAddress.parse(text).orElseThrow()).hasToString(text);
    }

    @org.junit.jupiter.api.Test
    void overlongTextIsNoMailbox() {
        assertThat(MailAddress.parse("a".repeat(400) + "@example.org")).isEmpty();
        assertThat(MailAddress.parse("ann@" + "a.".repeat(140) + "org")).isEmpty();
    }

    @Property(tries = 2_000)
    void normalFormIsStable(@ForAll String text) {
        MailAddress.parse(text)
                .ifPresent(address ->
                        assertThat(MailAddress.parse(address.toString())).contains(address));
    }
}
