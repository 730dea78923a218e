package org.sealdesk.crypt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealdesk.crypt.store.Synthetic.facts;
import static org.sealdesk.crypt.store.Synthetic.pgp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.CertificateStore.Query;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.verdict.Technology;

/** Whether words are gathered or lists walked, the answer is the same: that of reading every certificate. */
class SearchTest {

    private static final List<String> GIVEN = List.of("Ann", "Anna", "Bo", "Bob", "Zoë", "Max");
    private static final List<String> FAMILY =
            List.of("Smith", "Smithers", "Müller", "O'Neill", "Averyveryverylongname");
    private static final List<String> QUERIES = List.of(
            "",
            "a",
            "an",
            "anna",
            "bo smith",
            "smith bo",
            "zoe",
            "mull",
            "averyveryverylongnam",
            "averyveryverylongx",
            "x",
            "example",
            "ann@",
            "ann12@exa",
            "neill max",
            "o neill",
            "org an");

    private final List<Certificate> all = new ArrayList<>();
    private View view = View.EMPTY;

    SearchTest() {
        Random random = new Random(5);
        List<LoggedChange> changes = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String given = GIVEN.get(random.nextInt(GIVEN.size()));
            String name = given + " " + FAMILY.get(random.nextInt(FAMILY.size()));
            Certificate certificate = pgp(i, name, SearchWords.fold(given) + i % 40 + "@example.org");
            StoredRecord record = new StoredRecord(certificate, facts());
            changes.add(new LoggedChange.PutCertificate(record, CertificateCodec.encode(record)));
            all.add(certificate);
        }
        for (int i = 0; i < 300; i += 7) {
            SecretRow row = new SecretRow(Synthetic.NOW, Octets.of(new byte[] {1}));
            changes.add(new LoggedChange.PutSecret(all.get(i).secretKeyId(), row));
        }
        view = RowKeystore.withChanges(view, changes);
    }

    @Test
    void gatheredAndWalkedListsAgreeWithReadingEverything() {
        for (String text : QUERIES) {
            for (Optional<Boolean> own : List.of(Optional.<Boolean>empty(), Optional.of(true), Optional.of(false))) {
                for (int maxGathered : new int[] {0, 20, 1000}) {
                    assertThat(pages(text, own, maxGathered))
                            .as("'%s', own %s, gathering %d", text, own, maxGathered)
                            .isEqualTo(expected(text, own));
                }
            }
        }
    }

    private List<Certificate> pages(String text, Optional<Boolean> own, int maxGathered) {
        List<Certificate> found = new ArrayList<>();
        Optional<Octets> after = Optional.empty();
        do {
            Query query = new Query(Technology.OPENPGP, text, own, after, 11);
            var page = new Search(
                            new Finder(view, damage -> {}), query, new Search.Limits(maxGathered, maxGathered, 1_000))
                    .page();
            assertThat(page.total()).isEqualTo(expected(text, own).size());
            found.addAll(
                    page.items().stream().map(StoredCertificate::certificate).toList());
            after = page.next();
        } while (after.isPresent());
        return found;
    }

    private List<Certificate> expected(String text, Optional<Boolean> own) {
        List<String> typed = SearchWords.ofQuery(text);
        return all.stream()
                .filter(certificate -> own.isEmpty() || own.get() == isOwn(certificate))
                .filter(certificate -> typed.stream()
                        .allMatch(word ->
                                SearchWords.of(certificate).stream().anyMatch(indexed -> indexed.startsWith(word))))
                .sorted(Comparator.comparing((Certificate c) -> SearchWords.fold(c.displayName()))
                        .thenComparing(c -> c.fingerprint().value()))
                .toList();
    }

    private boolean isOwn(Certificate certificate) {
        return all.indexOf(certificate) % 7 == 0;
    }
}
