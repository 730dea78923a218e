package org.sealdesk.crypt.intake;

import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.engine.KeyReader;
import org.sealdesk.crypt.engine.KeyReader.Item;
import org.sealdesk.crypt.intake.ImportedItem.Answer;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.RevocationListFacts;
import org.sealdesk.crypt.key.StoredRevocationList;
import org.sealdesk.crypt.key.StoredRevocationList.Signature;
import org.sealdesk.crypt.key.X509Facts;

/**
 * Takes X.509 revocation lists. Only a list that its issuer signed replaces another one: whoever may upload lists could
 * otherwise push the true one out with a forged number. A list whose issuer is not here is kept beside and looked at
 * again when the issuer comes.
 */
final class ListIntake {

    /** Nobody vouches for these, so they may not fill the disk. */
    static final int MAX_UNCHECKED_OF_ISSUER = 4;

    private final Staging staging;

    ListIntake(Staging staging) {
        this.staging = staging;
    }

    Answer take(Item.RevocationList item, KeyReader reader) {
        RevocationListFacts facts = item.facts();
        List<StoredRevocationList> here = staging.lists(facts.issuerName());
        if (here.stream().anyMatch(l -> l.facts().digest().equals(facts.digest()))) {
            return Answer.ok(ItemResult.UNCHANGED, "this list is already here");
        }
        List<Certificate> issuers = staging.named(facts.issuerName());
        if (issuers.stream().anyMatch(issuer -> reader.isSignedBy(item.encoded(), issuer))) {
            return checked(item, here);
        }
        if (issuers.isEmpty()) {
            return unchecked(item, here);
        }
        return new Answer(
                ItemResult.FAILED,
                "key.mismatch",
                "no certificate here with the name " + facts.issuer()
                        + " made the signature of this list; import the certificate that did, or get the list again");
    }

    private Answer checked(Item.RevocationList item, List<StoredRevocationList> here) {
        RevocationListFacts facts = item.facts();
        Optional<RevocationListFacts> newest = newestChecked(facts, here);
        if (newest.isPresent() && !facts.isNewerThan(newest.get())) {
            return Answer.ok(
                    ItemResult.UNCHANGED,
                    "the list of " + newest.get().thisUpdate() + " is here, this one is of " + facts.thisUpdate());
        }
        newest.ifPresent(staging::drop);
        staging.put(new StoredRevocationList(facts, Signature.GOOD), item.encoded());
        return newest.map(old -> Answer.ok(
                        ItemResult.UPDATED,
                        "replaces the list of " + old.thisUpdate() + "; entries " + old.entries() + " → "
                                + facts.entries()))
                .orElseGet(() -> Answer.ok(ItemResult.ADDED, "new, with " + entries(facts.entries())));
    }

    private static String entries(int count) {
        return count == 1 ? "1 entry" : count + " entries";
    }

    private static Optional<RevocationListFacts> newestChecked(
            RevocationListFacts facts, List<StoredRevocationList> here) {
        return here.stream()
                .filter(l -> l.signature() == Signature.GOOD)
                .map(StoredRevocationList::facts)
                .filter(facts::hasScopeOf)
                .findFirst();
    }

    private Answer unchecked(Item.RevocationList item, List<StoredRevocationList> here) {
        long waiting = here.stream()
                .filter(l -> l.signature() == Signature.NOT_CHECKED)
                .count();
        if (waiting >= MAX_UNCHECKED_OF_ISSUER) {
            return new Answer(
                    ItemResult.FAILED,
                    "limit",
                    "already " + waiting + " lists of " + item.facts().issuer()
                            + " wait for their issuer's certificate, at most " + MAX_UNCHECKED_OF_ISSUER
                            + "; import the certificate first");
        }
        staging.put(new StoredRevocationList(item.facts(), Signature.NOT_CHECKED), item.encoded());
        return new Answer(
                ItemResult.ADDED,
                "certificate.missing",
                "kept, and not believed before the certificate of its issuer "
                        + item.facts().issuer() + " is here; import the certificate");
    }

    /** Looks again at lists that waited for this issuer. */
    void issuerCame(Certificate issuer, KeyReader reader) {
        issuer.x509().map(X509Facts::subjectName).ifPresent(name -> {
            List<StoredRevocationList> here = staging.lists(name);
            for (StoredRevocationList waiting : here) {
                if (waiting.signature() == Signature.NOT_CHECKED) {
                    staging.list(waiting.facts())
                            .filter(der -> reader.isSignedBy(der, issuer))
                            .ifPresent(der -> settle(new Item.RevocationList(waiting.facts(), der)));
                }
            }
        });
    }

    private void settle(Item.RevocationList item) {
        staging.drop(item.facts());
        checked(item, staging.lists(item.facts().issuerName()));
    }
}
