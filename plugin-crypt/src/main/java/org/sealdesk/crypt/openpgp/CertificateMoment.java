package org.sealdesk.crypt.openpgp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.key.Capability;
import org.sealdesk.crypt.key.Validity;

/**
 * What a certificate says at one time, and at all times near it: between two beginnings or ends of self-signatures
 * nothing changes. Immutable.
 *
 * <p>For the primary key a direct-key signature speaks first and the certification of the primary user id where it is
 * silent (version 6: direct-key signatures alone). A subkey's own binding is all that says what the subkey may do.
 */
final class CertificateMoment {

    /** Bit of the first features octet: understands version 2 of the integrity protected packet (section 5.2.3.32). */
    private static final int FEATURE_SEIPD_V2 = 0x08;

    private final EvaluatedCertificate certificate;
    private final Instant at;
    private final Instant from;
    private final Instant to;
    private final Optional<EvaluatedUserId> primaryUserId;
    private final List<SelfSignature> primarySpeakers;
    private final Standing primary;
    private final List<Standing> standings;
    private final List<String> names;
    private final Set<MailAddress> addresses;

    CertificateMoment(EvaluatedCertificate certificate, Instant at) {
        this.certificate = certificate;
        this.at = at;
        List<Instant> changes = certificate
                .selfSignatures()
                .flatMap(s -> Stream.concat(Stream.of(s.created()), s.expires().stream()))
                .toList();
        this.from = changes.stream()
                .filter(c -> !c.isAfter(at))
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
        this.to = changes.stream()
                .filter(c -> c.isAfter(at))
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
        this.primaryUserId = findPrimaryUserId();
        this.primarySpeakers = findPrimarySpeakers();
        this.primary = primaryStanding();
        this.standings = certificate.keys().stream()
                .map(k -> certificate.isPrimary(k) ? primary : subkeyStanding(k))
                .toList();
        this.names = findNames();
        this.addresses = findAddresses();
    }

    /** Whether everything here is true at that time too. */
    boolean covers(Instant other) {
        return !other.isBefore(from) && other.isBefore(to);
    }

    /** What each key may do; the primary key first. */
    List<Standing> standings() {
        return standings;
    }

    Standing standing(EvaluatedKey key) {
        return standings.stream()
                .filter(s -> s.key().fingerprint().equals(key.fingerprint()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "key " + key.fingerprint() + " is not of certificate " + certificate.fingerprint()));
    }

    /** User ids in force, the primary one first; without any, all that were ever certified. */
    List<String> names() {
        return names;
    }

    /** The mailboxes of user ids in force. */
    Set<MailAddress> addresses() {
        return addresses;
    }

    /** Whether mail may come as version 2 of the integrity protected packet. */
    boolean understandsSeipd2() {
        return primarySays(Subpackets::features)
                .map(f -> (f.getFeatures() & FEATURE_SEIPD_V2) != 0)
                .orElse(false);
    }

    private List<String> findNames() {
        LinkedHashSet<String> found = new LinkedHashSet<>();
        primaryUserId.ifPresent(u -> found.add(u.text()));
        certificate.userIds().stream()
                .filter(u -> u.certification(at).isPresent())
                .forEach(u -> found.add(u.text()));
        if (found.isEmpty()) {
            certificate.userIds().stream()
                    .filter(u -> !u.signatures().isEmpty())
                    .forEach(u -> found.add(u.text()));
        }
        return List.copyOf(found);
    }

    private Set<MailAddress> findAddresses() {
        Set<MailAddress> found = new LinkedHashSet<>();
        certificate.userIds().stream()
                .filter(u -> u.certification(at).isPresent())
                .forEach(u -> u.address().ifPresent(found::add));
        return Collections.unmodifiableSet(found);
    }

    private Optional<EvaluatedUserId> findPrimaryUserId() {
        Comparator<EvaluatedUserId> byRank = Comparator.comparing((EvaluatedUserId u) ->
                        u.certification(at).map(c -> c.says().isPrimaryUserId()).orElse(false))
                .thenComparing(
                        u -> u.certification(at).map(SelfSignature::created).orElse(Instant.MIN));
        return certificate.userIds().stream()
                .filter(u -> u.certification(at).isPresent())
                .max(byRank);
    }

    /** Self-signatures that speak for the primary key, the weightiest first. */
    private List<SelfSignature> findPrimarySpeakers() {
        Stream<SelfSignature> direct = certificate.primary().bindings().stream()
                .filter(s -> s.countsAt(at))
                .limit(1);
        Stream<SelfSignature> user = certificate.primary().key().getVersion() == 6
                ? Stream.empty()
                : primaryUserId.flatMap(u -> u.certification(at)).stream();
        return Stream.concat(direct, user).toList();
    }

    private <T> Optional<T> primarySays(Function<Subpackets, Optional<T>> what) {
        return primarySpeakers.stream()
                .map(s -> what.apply(s.says()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Standing primaryStanding() {
        EvaluatedKey key = certificate.primary();
        Optional<Instant> end = primarySays(Subpackets::keyExpiry).flatMap(s -> end(key, s));
        Validity validity = new Validity(key.created(), end);
        if (primarySpeakers.isEmpty()) {
            List<SelfSignature> all = new ArrayList<>(key.bindings());
            certificate.userIds().forEach(u -> all.addAll(u.signatures()));
            return new Standing(key, Optional.of(whyUnbound(all)), Set.of(), validity, key.revokedAt());
        }
        Set<Capability> capabilities =
                capabilities(primarySays(Subpackets::keyFlags).orElse(0), key);
        capabilities.add(Capability.CERTIFY);
        return new Standing(key, Optional.empty(), capabilities, validity, key.revokedAt());
    }

    private Standing subkeyStanding(EvaluatedKey key) {
        Optional<SelfSignature> binding =
                key.bindings().stream().filter(s -> s.countsAt(at)).findFirst();
        Optional<Instant> ownEnd = binding.flatMap(b -> b.says().keyExpiry()).flatMap(s -> end(key, s));
        Instant from = later(key.created(), primary.validity().from());
        Validity validity =
                new Validity(from, earlier(ownEnd, primary.validity().to()));
        Optional<Instant> revoked = earlier(key.revokedAt(), primary.revokedAt());
        if (binding.isEmpty()) {
            return new Standing(key, Optional.of(whyUnbound(key.bindings())), Set.of(), validity, revoked);
        }
        if (primary.unbound().isPresent() && !certificate.userIds().isEmpty()) {
            return new Standing(key, primary.unbound(), Set.of(), validity, revoked);
        }
        return new Standing(key, Optional.empty(), subkeyCapabilities(binding.get(), key), validity, revoked);
    }

    private static Set<Capability> subkeyCapabilities(SelfSignature binding, EvaluatedKey key) {
        Optional<Integer> flags = binding.says().keyFlags();
        int algorithm = key.key().getAlgorithm();
        if (flags.isEmpty()) {
            // Older programs wrote no flags. A key that can only encrypt is no danger; one that can sign might be.
            return KeyKind.canEncrypt(algorithm) && !KeyKind.canSign(algorithm)
                    ? EnumSet.of(Capability.ENCRYPT)
                    : EnumSet.noneOf(Capability.class);
        }
        Set<Capability> capabilities = capabilities(flags.get(), key);
        if (!binding.signsProved()) {
            capabilities.remove(Capability.SIGN);
        }
        return capabilities;
    }

    private static Set<Capability> capabilities(int flags, EvaluatedKey key) {
        Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
        if ((flags & KeyFlags.SIGN_DATA) != 0 && KeyKind.canSign(key.key().getAlgorithm())) {
            capabilities.add(Capability.SIGN);
        }
        if ((flags & (KeyFlags.ENCRYPT_COMMS | KeyFlags.ENCRYPT_STORAGE)) != 0
                && KeyKind.canEncrypt(key.key().getAlgorithm())) {
            capabilities.add(Capability.ENCRYPT);
        }
        if ((flags & KeyFlags.AUTHENTICATION) != 0) {
            capabilities.add(Capability.AUTHENTICATE);
        }
        return capabilities;
    }

    private Objection whyUnbound(List<SelfSignature> signatures) {
        if (signatures.isEmpty()) {
            return Objection.invalid("it has no valid self-signature");
        }
        SelfSignature newest = signatures.stream()
                .max(Comparator.comparing(SelfSignature::created))
                .orElseThrow();
        if (newest.objection().isPresent()) {
            return newest.objection().get();
        }
        return newest.created().isAfter(at)
                ? Objection.notYet("its first self-signature is of " + newest.created())
                : Objection.invalid("no self-signature is in force");
    }

    private static Optional<Instant> end(EvaluatedKey key, long seconds) {
        return seconds == 0 ? Optional.empty() : Optional.of(key.created().plusSeconds(seconds));
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Optional<Instant> earlier(Optional<Instant> a, Optional<Instant> b) {
        return Stream.concat(a.stream(), b.stream()).min(Comparator.naturalOrder());
    }
}
