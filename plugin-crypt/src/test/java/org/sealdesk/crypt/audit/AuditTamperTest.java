package org.sealdesk.crypt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.crypt.key.AuditHead;

/** What somebody does to the file, and what is said about it. */
class AuditTamperTest {

    private final AuditDesk desk;

    AuditTamperTest(@TempDir Path base) throws Exception {
        desk = new AuditDesk(base.resolve("audit"));
    }

    @BeforeEach
    void sixEntries() throws Exception {
        for (int i = 0; i < 6; i++) {
            desk.log.keystore().apply(List.of(AuditDesk.put(i)));
        }
        assertThat(desk.reportOfFiles())
                .extracting(AuditReport::isWhole, AuditReport::entries)
                .containsExactly(true, 6L);
    }

    @AfterEach
    void close() throws Exception {
        desk.close();
    }

    private List<String> problems() throws Exception {
        return desk.reportOfFiles().problems();
    }

    @Test
    void aChangedEntryIsNamed() throws Exception {
        List<String> lines = desk.lines();
        lines.set(2, lines.get(2).replace("\"who\":\"system\"", "\"who\":\"nobody\""));
        desk.write(lines);

        assertThat(problems()).singleElement().asString().contains("entry 3 was changed after entry 4 was written");
    }

    @Test
    void everySingleChangedOctetIsNoticed() throws Exception {
        byte[] whole = Files.readAllBytes(desk.file());
        for (int i = 0; i < whole.length; i += 7) {
            byte[] changed = whole.clone();
            changed[i] ^= 1;
            Files.write(desk.file(), changed);
            assertThat(problems()).as("octet %d", i).isNotEmpty();
        }
    }

    @Test
    void theLastEntryIsHeldByTheKeystore() throws Exception {
        List<String> lines = desk.lines();
        lines.set(5, lines.get(5).replace("Person 5", "Person 6"));
        desk.write(lines);

        assertThat(problems()).containsExactly("entry 6 was changed: the keystore remembers another one");
    }

    @Test
    void aRemovedEntryIsNamed() throws Exception {
        List<String> lines = desk.lines();
        lines.remove(3);
        desk.write(lines);

        assertThat(problems()).containsExactly("entries 4 to 4 are missing before entry 5");
    }

    @Test
    void theFirstEntryIsMissedToo() throws Exception {
        List<String> lines = desk.lines();
        desk.write(lines.subList(2, 6));

        assertThat(problems()).containsExactly("entries 1 to 2 are missing before entry 3");
    }

    @Test
    void anotherOrderIsNamed() throws Exception {
        List<String> lines = desk.lines();
        Collections.swap(lines, 1, 3);
        desk.write(lines);

        assertThat(problems()).anyMatch(p -> p.contains("entry 2 stands after entry 3"));
    }

    @Test
    void aCutEndIsNamed() throws Exception {
        desk.write(desk.lines().subList(0, 4));

        assertThat(problems())
                .containsExactly("entries 5 to 6 were cut off at the end: the keystore remembers entry 6");
    }

    @Test
    void aLogThatIsGoneIsNamed() throws Exception {
        desk.close();
        Files.delete(desk.file());

        assertThat(problems())
                .containsExactly("entries 1 to 6 were cut off at the end: the keystore remembers entry 6");
    }

    @Test
    void aRewrittenChainDoesNotFitWhatTheKeystoreRemembers() throws Exception {
        List<String> kept = List.copyOf(desk.lines());
        desk.close();
        try (AuditDesk forger = new AuditDesk(desk.directory.resolveSibling("forged"))) {
            for (int i = 0; i < 6; i++) {
                forger.log.keystore().apply(List.of(AuditDesk.put(i == 2 ? 99 : i)));
            }
            assertThat(forger.reportOfFiles().isWhole()).isTrue();
            desk.write(forger.lines());
        }
        assertThat(desk.lines()).isNotEqualTo(kept);
        assertThat(problems()).containsExactly("entry 6 was changed: the keystore remembers another one");
    }

    @Test
    void entriesCutOffStayMissingAfterTheProgramWentOn() throws Exception {
        desk.write(desk.lines().subList(0, 4));
        desk.reopen();
        desk.log.keystore().apply(List.of(AuditDesk.put(7)));

        assertThat(desk.all().get(1).event())
                .isEqualTo(AuditEvent.done("audit.gap", "", "", "entries 5 to 6 are gone from the log"));
        assertThat(problems()).containsExactly("entries 5 to 6 are missing before entry 7");
    }

    @Test
    void aTornTailIsCutOffAndKept() throws Exception {
        String torn = "{\"seq\":7,\"at\":\"20";
        Files.writeString(desk.file(), torn, StandardOpenOption.APPEND);
        assertThat(problems()).singleElement().asString().contains("line 7", "no entry");

        desk.reopen();
        desk.log.keystore().apply(List.of(AuditDesk.put(7)));

        assertThat(problems()).isEmpty();
        assertThat(desk.all().get(0).sequence()).isEqualTo(7);
        assertThat(Files.readString(desk.directory.resolve(desk.file().getFileName() + ".cut")))
                .isEqualTo(torn);
    }

    @Test
    void aDamagedEndThatWasAcknowledgedIsNotCutOff() throws Exception {
        List<String> lines = desk.lines();
        String damaged = lines.get(5).substring(0, 40);
        lines.remove(5);
        desk.write(lines);
        Files.writeString(desk.file(), damaged, StandardOpenOption.APPEND);

        desk.reopen();

        assertThat(desk.lines()).contains(damaged);
        assertThat(problems())
                .anyMatch(p -> p.contains("line 6") && p.contains("no entry"))
                .anyMatch(p -> p.contains("entries 6 to 6 are missing before entry 7"));
    }

    @Test
    void entriesBeyondWhatTheKeystoreRemembersAreANote() throws Exception {
        AuditHead third = AuditEntry.head(3, desk.lines().get(2).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        desk.keystore.apply(List.of(new org.sealdesk.crypt.key.Keystore.Change.PutAuditHead(third)));

        AuditReport report = desk.reportOfFiles();
        assertThat(report.problems()).isEmpty();
        assertThat(report.notes()).singleElement().asString().contains("entries after 3 are newer");

        desk.reopen();
        assertThat(desk.all().get(0).event().after()).startsWith("the keystore does not remember entries 4 to 6");
        assertThat(desk.log.verify().problems()).isEmpty();
    }
}
