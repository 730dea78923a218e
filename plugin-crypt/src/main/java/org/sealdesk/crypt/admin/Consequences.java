package org.sealdesk.crypt.admin;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sealdesk.api.Text;
import org.sealdesk.api.host.Directory.Queue;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.engine.Usability;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.LastUsed.Use;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.message.CertificateChoice;
import org.sealdesk.crypt.message.CertificateChooser;
import org.sealdesk.crypt.text.Texts;
import org.sealdesk.crypt.verdict.Technology;

/** What it means that a certificate goes. */
final class Consequences {

    private static final int MAX_OWN_KEYS = 1_000;

    /** A certificate may have hundreds of addresses; these are enough to see what it is about. */
    private static final int MAX_ADDRESSES = 10;

    private final AdminParts parts;
    private final Texts texts;
    private final StoredCertificate going;
    private final CertificateChooser afterwards;

    Consequences(AdminParts parts, StoredCertificate going) {
        this.parts = parts;
        this.texts = parts.texts();
        this.going = going;
        Fingerprint gone = going.certificate().fingerprint();
        this.afterwards = new CertificateChooser(
                parts.keystore(),
                (certificate, purpose, at) -> certificate.fingerprint().equals(gone)
                        ? new Usability.Unusable("key.missing", "deleted")
                        : parts.usability().of(certificate, purpose, at));
    }

    List<Text> texts() {
        List<Text> all = new ArrayList<>();
        if (going.hasSecret()) {
            ownKey(all);
        } else {
            all.add(texts.of("delete.signatures"));
        }
        addresses(all);
        used(all);
        if (going.facts().anchor()) {
            all.add(texts.of("delete.anchor"));
        }
        relatedTo(parts, going.certificate().fingerprint())
                .forEach(own ->
                        all.add(texts.of("delete.related", own.certificate().displayName())));
        return all;
    }

    private void ownKey(List<Text> all) {
        boolean last = lastOfItsKey(parts, going.certificate());
        all.add(texts.of(last ? "delete.unreadable" : "delete.keystays"));
        int waiting = parts.changes().waitingMails();
        if (last && waiting > 0) {
            all.add(texts.of("delete.waiting", waiting));
        }
        queues().forEach(queue -> all.add(queue(queue)));
    }

    private List<Queue> queues() {
        return parts.host().directory().queues().stream()
                .filter(q -> addresses(q).stream().anyMatch(going.certificate().addresses()::contains))
                .toList();
    }

    private static List<MailAddress> addresses(Queue queue) {
        return queue.addresses().stream()
                .flatMap(a -> MailAddress.parse(a).stream())
                .toList();
    }

    /** The same technology first, then the other one if it is on. */
    private Text queue(Queue queue) {
        List<MailAddress> addresses = addresses(queue).stream()
                .filter(going.certificate().addresses()::contains)
                .toList();
        Optional<StoredCertificate> other = Stream.of(going.certificate().technology(), different())
                .filter(parts.settings()::isOn)
                .flatMap(t -> addresses.stream().map(a -> afterwards.signer(a, t, parts.now())))
                .filter(CertificateChoice.Chosen.class::isInstance)
                .map(choice -> ((CertificateChoice.Chosen) choice).stored())
                .findFirst();
        return other.map(o -> texts.of("delete.queue.other", queue.name(), name(o)))
                .orElseGet(() -> texts.of("delete.queue", queue.name()));
    }

    private void addresses(List<Text> all) {
        List<MailAddress> addresses =
                going.certificate().addresses().stream().sorted().toList();
        addresses.stream().limit(MAX_ADDRESSES).forEach(address -> all.add(address(address)));
        if (addresses.size() > MAX_ADDRESSES) {
            all.add(texts.of("delete.address.more", addresses.size() - MAX_ADDRESSES));
        }
    }

    /** The same technology first: that is what goes on without anybody noticing. */
    private Text address(MailAddress address) {
        Technology same = going.certificate().technology();
        return chosen(address, same)
                .map(other -> texts.of("delete.address.other", address.toString(), name(other)))
                .or(() -> Optional.of(different())
                        .filter(parts.settings()::isOn)
                        .flatMap(t -> chosen(address, t))
                        .map(other -> texts.of("delete.address.technology", address.toString(), name(other))))
                .orElseGet(() -> texts.of("delete.address", address.toString()));
    }

    private Technology different() {
        return going.certificate().technology() == Technology.SMIME ? Technology.OPENPGP : Technology.SMIME;
    }

    private Optional<StoredCertificate> chosen(MailAddress address, Technology technology) {
        return afterwards.recipient(address, technology, parts.now()) instanceof CertificateChoice.Chosen chosen
                ? Optional.of(chosen.stored())
                : Optional.empty();
    }

    private static String name(StoredCertificate stored) {
        return stored.certificate().displayName() + " ("
                + KeyFacts.grouped(stored.certificate().fingerprint()) + ")";
    }

    private void used(List<Text> all) {
        var uses = parts.keystore().lastUsed(going.certificate().fingerprint()).days();
        uses.values().stream()
                .max(LocalDate::compareTo)
                .ifPresent(day -> all.add(texts.of(
                        uses.containsKey(Use.OPENING) ? "delete.used.opening" : "delete.used",
                        day,
                        uses.getOrDefault(Use.OPENING, day))));
    }

    /** One S/MIME key may serve several certificates; it goes with the last of them. */
    static boolean lastOfItsKey(AdminParts parts, Certificate certificate) {
        return certificate.technology() == Technology.OPENPGP
                || parts.keystore()
                                .byPublicKey(certificate.primaryKey().publicKeyIdentity())
                                .size()
                        <= 1;
    }

    /** Own certificates that send this one along. */
    static List<StoredCertificate> relatedTo(AdminParts parts, Fingerprint fingerprint) {
        return parts.keystore().own(Technology.SMIME, MAX_OWN_KEYS).stream()
                .filter(own -> own.facts().related().contains(fingerprint))
                .toList();
    }
}
