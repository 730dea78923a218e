package org.sealdesk.crypt.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The setting PGP::Key::Password in every form in which it leaves the old system. */
class PasswordListTest {

    private static List<String> read(String text) {
        try (PasswordList list = PasswordList.of(text)) {
            return list.entries().stream()
                    .map(e -> e.id() + " " + new String(e.password().toChars()))
                    .toList();
        }
    }

    @Test
    void everyFormIsRead() {
        List<String> both = List.of("488A0B8F some: pass", "D2DF79FA O'Brien#1");
        assertThat(read("{\"488A0B8F\": \"some: pass\", \"D2DF79FA\": \"O'Brien#1\"}"))
                .isEqualTo(both);
        assertThat(read("{\"PGP::Key::Password\": {\"488A0B8F\": \"some: pass\", \"D2DF79FA\": \"O'Brien#1\"}}"))
                .isEqualTo(both);
        assertThat(read("---\nPGP::Key::Password:\n  488A0B8F: 'some: pass'\n  D2DF79FA: \"O'Brien#1\"\n"))
                .isEqualTo(both);
        assertThat(
                        read(
                                "$Self->{'PGP::Key::Password'} = {\n  '488A0B8F' => 'some: pass',\n  'D2DF79FA' => \"O'Brien#1\"\n};"))
                .isEqualTo(both);
        assertThat(read("# by hand\n488A0B8F=some: pass\r\n0xD2DF79FA=O'Brien#1\n"))
                .isEqualTo(both);
    }

    @Test
    void everyCharacterAfterAnEqualsSignCounts() {
        assertThat(read("488A0B8F= \"a b\" ")).containsExactly("488A0B8F  \"a b\" ");
    }

    @Test
    void linesThatSayNothingAreCountedAndNotRepeated() {
        try (PasswordList list = PasswordList.of("488A0B8F=x\nsecret without id\n{not json")) {
            assertThat(list.strange()).containsExactly(2, 3);
        }
    }
}
