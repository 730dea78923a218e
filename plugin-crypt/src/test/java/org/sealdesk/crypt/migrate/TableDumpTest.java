package org.sealdesk.crypt.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever an administrator has of a table. */
class TableDumpTest {

    private static List<List<String>> cells(String text) {
        return TableDump.rows(text, "queue").stream().map(TableDump.Row::cells).toList();
    }

    @Test
    void insertStatementsOfTheTableAreReadAndOthersAreNot() {
        String dump = """
                INSERT INTO `other` VALUES (7,'x','y');
                INSERT INTO `queue` (id, name, default_sign_key) VALUES (1,'Raw',NULL),
                  (2,'It''s (a), \\'queue\\'','PGP::Detached::ABCD1234');
                INSERT INTO public.queue VALUES (3, 'Last', 'SMIME::Detached::12345678.0');
                """;
        assertThat(cells(dump))
                .containsExactly(
                        List.of("1", "Raw", ""),
                        List.of("2", "It's (a), 'queue'", "PGP::Detached::ABCD1234"),
                        List.of("3", "Last", "SMIME::Detached::12345678.0"));
        assertThat(TableDump.rows(dump, "queue").get(1).cell("default_sign_key"))
                .contains("PGP::Detached::ABCD1234");
        assertThat(TableDump.rows(dump, "queue").get(1).line()).isEqualTo(3);
    }

    @Test
    void copyBlocksOfPostgresqlAreRead() {
        String dump = "COPY public.other (id) FROM stdin;\n9\n\\.\n\n"
                + "COPY public.queue (id, name, default_sign_key) FROM stdin;\n1\tRaw\t\\N\n2\tSales\tPGP::AB\n\\.\nrest\n";
        assertThat(cells(dump)).containsExactly(List.of("1", "Raw", "\\N"), List.of("2", "Sales", "PGP::AB"));
        assertThat(TableDump.rows("COPY other (id) FROM stdin;\n1\n\\.\n", "queue"))
                .isEmpty();
    }

    @Test
    void linesOfCellsAreReadWithAndWithoutNames() {
        assertThat(cells("name;default_sign_key\n\"A;B\";PGP::X\n")).containsExactly(List.of("A;B", "PGP::X"));
        assertThat(cells("Sales = PGP::X\n# remark\n\n")).containsExactly(List.of("Sales", "PGP::X"));
        assertThat(cells("| name | default_sign_key |\n+----+----+\n| Sales | PGP::X |\n"))
                .containsExactly(List.of("Sales", "PGP::X"));
        assertThat(TableDump.rows("default_sign_key,name\nPGP::X,Sales\n", "queue")
                        .get(0)
                        .cell("name"))
                .contains("Sales");
    }

    @Test
    void aTornDumpEndsWithWhatIsThere() {
        assertThat(cells("INSERT INTO queue VALUES (1,'Raw")).containsExactly(List.of("1"));
        assertThat(cells("INSERT INTO queue VALUES (1,'Raw'),(")).hasSize(2);
        assertThat(cells("")).isEmpty();
    }
}
