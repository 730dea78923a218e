package org.sealdesk.crypt.openpgp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sealdesk.crypt.key.Fingerprint;

/**
 * A certificate whose self-signatures have been checked; says what its keys may do at any time (RFC 9580, section 10.1).
 * Immutable but for the remembered last answer, cheap to ask; may be used from any thread.
 */
final class EvaluatedCertificate {

    private final List<EvaluatedKey> keys;
    private final List<EvaluatedUserId> userIds;
    private volatile Optional<CertificateMoment> lastAsked = Optional.empty();

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

    boolean isPrimary(EvaluatedKey key) {
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

    /** What the certificate says at a time. */
    CertificateMoment at(Instant at) {
        Optional<CertificateMoment> last = lastAsked;
        if (last.isPresent() && last.get().covers(at)) {
            return last.get();
        }
        CertificateMoment moment = new CertificateMoment(this, at);
        lastAsked = Optional.of(moment);
        return moment;
    }

    /** Everything that its own primary key signed, in no order. */
    Stream<SelfSignature> selfSignatures() {
        return Stream.concat(
                keys.stream().flatMap(k -> Stream.concat(k.bindings().stream(), k.revocations().stream())),
                userIds.stream().flatMap(u -> u.signatures().stream()));
    }

    Standing standing(EvaluatedKey key, Instant at) {
        return at(at).standing(key);
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
}
