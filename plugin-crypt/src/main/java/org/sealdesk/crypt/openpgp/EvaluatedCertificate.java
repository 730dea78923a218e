package org.sealdesk.crypt.openpgp;

import java.time.Instant;
import java.util.ArrayList;
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
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.Validity;

/**
 * A certificate whose self-signatures have been checked; says what its keys may do at any time (RFC 9580, section 10.1).
 * Immutable, cheap to ask.
 *
 * <p>For the primary key a direct-key signature speaks first and the certification of the primary user id where it is
 * silent (version 6: direct-key signatures alone). A subkey's own binding is all that says what the subkey may do.
 */
final class EvaluatedCertificate {

    /** Bit of the first features octet: understands version 2 of the integrity protected packet (section 5.2.3.32). */
    private static final int FEATURE_SEIPD_V2 = 0x08;

    private final List<EvaluatedKey> keys;
    private final List<EvaluatedUserId> userIds;

    EvaluatedCertificate(List<EvaluatedKey> keys, List<EvaluatedUserId> userIds) {
        this.keys = List.copyOf(keys);
        this.userIds = List.copyOf(userIds);
    }

    /** Primary key first. */
    List<EvaluatedKey> keys() {
        return keys;
    }

    EvaluatedKey primary() {
        return keys.get(0);
    }

    /**
     * Itself again, without everything that its own primary key did not sign: signatures of others, user ids and
     * subkeys that it does not vouch for, pictures.
     */
    KeyBlock cleaned() {
        List<KeyBlock.Component> components = new ArrayList<>();
        components.add(component(PacketTag.PUBLIC_KEY, primary()));
        userIds.stream()
                .filter(u -> !u.signatures().isEmpty())
                .map(u -> new KeyBlock.Component(PacketTag.USER_ID, u.raw().toArray(), bodies(u.signatures())))
                .forEach(components::add);
        keys.stream().skip(1).map(k -> component(PacketTag.PUBLIC_SUBKEY, k)).forEach(components::add);
        return new KeyBlock(components);
    }

    private static KeyBlock.Component component(int tag, EvaluatedKey key) {
        List<byte[]> signatures = bodies(key.revocations());
        signatures.addAll(bodies(key.bindings()));
        return new KeyBlock.Component(tag, key.body(), signatures);
    }

    private static List<byte[]> bodies(List<SelfSignature> signatures) {
        List<byte[]> bodies = new ArrayList<>();
        signatures.forEach(s -> bodies.add(s.body().toArray()));
        return bodies;
    }

    private boolean isPrimary(EvaluatedKey key) {
        return key.fingerprint().equals(fingerprint());
    }

    Fingerprint fingerprint() {
        return primary().fingerprint();
    }

    List<EvaluatedUserId> userIds() {
        return userIds;
    }

    Optional<EvaluatedKey> key(Fingerprint fingerprint) {
        return keys.stream().filter(k -> k.fingerprint().equals(fingerprint)).findFirst();
    }

    /** User ids in force, the primary one first; without any, all that were ever certified. */
    List<String> names(Instant at) {
        LinkedHashSet<String> names = new LinkedHashSet<>();
        primaryUserId(at).ifPresent(u -> names.add(u.text()));
        userIds.stream().filter(u -> u.certification(at).isPresent()).forEach(u -> names.add(u.text()));
        if (names.isEmpty()) {
            userIds.stream().filter(u -> !u.signatures().isEmpty()).forEach(u -> names.add(u.text()));
        }
        return List.copyOf(names);
    }

    /** The mailboxes of user ids in force. */
    Set<MailAddress> addresses(Instant at) {
        Set<MailAddress> addresses = new LinkedHashSet<>();
        userIds.stream()
                .filter(u -> u.certification(at).isPresent())
                .forEach(u -> u.address().ifPresent(addresses::add));
        return addresses;
    }

    private Optional<EvaluatedUserId> primaryUserId(Instant at) {
        Comparator<EvaluatedUserId> byRank = Comparator.comparing((EvaluatedUserId u) ->
                        u.certification(at).map(c -> c.says().isPrimaryUserId()).orElse(false))
                .thenComparing(
                        u -> u.certification(at).map(SelfSignature::created).orElse(Instant.MIN));
        return userIds.stream().filter(u -> u.certification(at).isPresent()).max(byRank);
    }

    /** Self-signatures that speak for the primary key, the weightiest first. */
    private List<SelfSignature> primarySpeakers(Instant at) {
        Stream<SelfSignature> direct =
                primary().bindings().stream().filter(s -> s.countsAt(at)).limit(1);
        Stream<SelfSignature> user = primary().key().getVersion() == 6
                ? Stream.empty()
                : primaryUserId(at).flatMap(u -> u.certification(at)).stream();
        return Stream.concat(direct, user).toList();
    }

    private <T> Optional<T> primarySays(Instant at, Function<Subpackets, Optional<T>> what) {
        return primarySpeakers(at).stream()
                .map(s -> what.apply(s.says()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Whether mail may come as version 2 of the integrity protected packet. */
    boolean understandsSeipd2(Instant at) {
        return primarySays(at, Subpackets::features)
                .map(f -> (f.getFeatures() & FEATURE_SEIPD_V2) != 0)
                .orElse(false);
    }

    /** What each key may do at that time. */
    List<Standing> standings(Instant at) {
        return keys.stream().map(k -> standing(k, at)).toList();
    }

    Standing standing(EvaluatedKey key, Instant at) {
        return isPrimary(key) ? primaryStanding(at) : subkeyStanding(key, at);
    }

    /**
     * What a key could do when it made a signature. If the certificate has been cleaned of the self-signatures of that
     * time, its oldest one stands for them.
     *
     * @param now no self-signature younger than this is looked at
     */
    Standing standingWhenSigning(EvaluatedKey key, Instant signedAt, Instant now) {
        Standing then = standing(key, signedAt);
        if (then.unbound().isEmpty() || signedAt.isBefore(key.created())) {
            return then;
        }
        Optional<Instant> oldest = Stream.concat(
                        key.bindings().stream(),
                        isPrimary(key) ? userIds.stream().flatMap(u -> u.signatures().stream()) : Stream.empty())
                .filter(s -> s.objection().isEmpty() && !s.created().isAfter(now))
                .map(SelfSignature::created)
                .min(Comparator.naturalOrder());
        return oldest.filter(o -> o.isAfter(signedAt))
                .map(o -> standing(key, o))
                .orElse(then);
    }

    private Standing primaryStanding(Instant at) {
        EvaluatedKey key = primary();
        Optional<Instant> end = primarySays(at, Subpackets::keyExpiry).flatMap(s -> end(key, s));
        Validity validity = new Validity(key.created(), end);
        if (primarySpeakers(at).isEmpty()) {
            List<SelfSignature> all = new ArrayList<>(key.bindings());
            userIds.forEach(u -> all.addAll(u.signatures()));
            return new Standing(key, Optional.of(whyUnbound(all, at)), Set.of(), validity, key.revokedAt());
        }
        Set<Capability> capabilities =
                capabilities(primarySays(at, Subpackets::keyFlags).orElse(0), key);
        capabilities.add(Capability.CERTIFY);
        return new Standing(key, Optional.empty(), capabilities, validity, key.revokedAt());
    }

    private Standing subkeyStanding(EvaluatedKey key, Instant at) {
        Standing primary = primaryStanding(at);
        Optional<SelfSignature> binding =
                key.bindings().stream().filter(s -> s.countsAt(at)).findFirst();
        Optional<Instant> ownEnd = binding.flatMap(b -> b.says().keyExpiry()).flatMap(s -> end(key, s));
        Instant from = later(key.created(), primary.validity().from());
        Validity validity =
                new Validity(from, earlier(ownEnd, primary.validity().to()));
        Optional<Instant> revoked = earlier(key.revokedAt(), primary.revokedAt());
        if (binding.isEmpty()) {
            return new Standing(key, Optional.of(whyUnbound(key.bindings(), at)), Set.of(), validity, revoked);
        }
        if (primary.unbound().isPresent() && !userIds.isEmpty()) {
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

    private static Objection whyUnbound(List<SelfSignature> signatures, Instant at) {
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
