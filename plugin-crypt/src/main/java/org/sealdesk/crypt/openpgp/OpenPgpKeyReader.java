package org.sealdesk.crypt.openpgp;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.bcpg.RSAPublicBCPGKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.sealdesk.crypt.engine.AssembledKeys;
import org.sealdesk.crypt.engine.KeyReader;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.policy.AlgorithmPolicy;
import org.sealdesk.crypt.policy.Limits;

/**
 * Reads OpenPGP keys: armoured, binary or in GnuPG's keybox, public or secret, many in a file, text around them. What the certificate's own
 * key did not sign is left out.
 */
public final class OpenPgpKeyReader implements KeyReader {

    private static final String CERTIFICATE = "pgp-certificate";

    /** A user id longer than this is no name. */
    private static final int MAX_USER_ID_OCTETS = 2048;

    private final AlgorithmPolicy policy;
    private final CertificateCache cache;

    /** A reader without an engine. */
    public OpenPgpKeyReader(AlgorithmPolicy policy) {
        this(policy, new CertificateCache());
    }

    /** @param cache gets what was read, because it is asked for right afterwards */
    OpenPgpKeyReader(AlgorithmPolicy policy, CertificateCache cache) {
        this.policy = policy;
        this.cache = cache;
    }

    @Override
    public List<Item> read(Octets file, List<Passphrase> passphrases, Instant at, Limits limits) {
        byte[] octets = file.toArray();
        try {
            Reading reading = new Reading(new SecretKeyImport(passphrases, limits), at, limits);
            if (Keybox.is(octets)) {
                reading.keybox(octets);
            } else if (GnupgKeyFile.is(octets)) {
                reading.items.add(new Item.Failed(
                        SecretKeyImport.KIND,
                        "format.unsupported",
                        "a file of GnuPG's private-keys-v1.d has no name and no fingerprint in it; run gpg --armor"
                                + " --export-secret-keys > keys.asc and import keys.asc"));
            } else if (octets.length > 0 && (octets[0] & 0x80) != 0) {
                reading.binary(octets);
            } else {
                ArmourBlocks.in(octets, limits.importItems()).forEach(reading::armour);
            }
            return reading.items;
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    @Override
    public AssembledKeys assemble(
            List<Certificate> certificates, Map<String, Octets> files, List<Passphrase> passphrases) {
        return new GnupgAssembly(files, passphrases).with(certificates);
    }

    @Override
    public Certificate evaluate(Octets encoded, Instant at) {
        try {
            return CertificateView.of(CertificateEvaluator.evaluate(encoded, policy), encoded, at);
        } catch (IOException e) {
            throw new IllegalArgumentException("encoded: not an OpenPGP certificate", e);
        }
    }

    @Override
    public Certificate merge(Certificate stored, Certificate incoming, Instant at) {
        if (!stored.fingerprint().equals(incoming.fingerprint())) {
            throw new IllegalArgumentException(
                    "incoming: fingerprint " + incoming.fingerprint() + " instead of " + stored.fingerprint());
        }
        try {
            KeyBlock ours = KeyBlock.parse(stored.encoded().toArray());
            KeyBlock theirs = KeyBlock.parse(incoming.encoded().toArray());
            return changed(stored, ours, union(ours, theirs), at);
        } catch (IOException e) {
            throw new IllegalArgumentException("stored or incoming: not an OpenPGP certificate", e);
        }
    }

    /**
     * Puts a revocation that came alone on its certificate.
     *
     * @param revocation as in {@link Item.Revocation}
     * @return empty if it is not a revocation by this certificate's primary key
     */
    public Optional<Certificate> revoke(Certificate stored, Octets revocation, Instant at) {
        try {
            KeyBlock ours = KeyBlock.parse(stored.encoded().toArray());
            PacketReader packets = new PacketReader(revocation.open());
            Packet packet = packets.nextMeaningful().orElseThrow(() -> Malformation.grammar("no packet"));
            KeyBlock.Component primary = ours.primary();
            KeyBlock alone = new KeyBlock(
                    List.of(new KeyBlock.Component(primary.tag, primary.body, List.of(packet.readSmall()))));
            boolean fits = !CertificateEvaluator.evaluate(alone, policy)
                    .primary()
                    .revocations()
                    .isEmpty();
            return fits ? Optional.of(changed(stored, ours, union(ours, alone), at)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Certificate changed(Certificate stored, KeyBlock before, KeyBlock after, Instant at) throws IOException {
        byte[] old = CertificateEvaluator.evaluate(before, policy).cleaned().encode();
        EvaluatedCertificate evaluated = CertificateEvaluator.evaluate(after, policy);
        byte[] merged = evaluated.cleaned().encode();
        return Arrays.equals(old, merged) ? stored : CertificateView.of(evaluated, Octets.of(merged), at);
    }

    private static KeyBlock union(KeyBlock ours, KeyBlock theirs) {
        Map<Octets, KeyBlock.Component> components = new LinkedHashMap<>();
        for (KeyBlock block : List.of(ours, theirs)) {
            for (KeyBlock.Component c : block.components()) {
                components
                        .computeIfAbsent(
                                Packet.encoded(c.tag, c.body),
                                k -> new KeyBlock.Component(c.tag, c.body, new ArrayList<>()))
                        .signatures
                        .addAll(c.signatures);
            }
        }
        return new KeyBlock(List.copyOf(components.values()));
    }

    /** One file on its way to items. */
    private final class Reading {
        private final SecretKeyImport secrets;
        private final Instant at;
        private final Limits limits;
        private final List<Item> items = new ArrayList<>();

        Reading(SecretKeyImport secrets, Instant at, Limits limits) {
            this.secrets = secrets;
            this.at = at;
            this.limits = limits;
        }

        void armour(ArmourBlocks.Block block) {
            boolean secret = block.label().equals("PRIVATE KEY BLOCK");
            boolean keys = secret || block.label().equals("PUBLIC KEY BLOCK");
            if (!keys && !block.label().equals(ArmourWriter.SIGNATURE)) {
                return;
            }
            try {
                byte[] octets = block.decode();
                if (keys || isRevocation(octets)) {
                    binary(octets);
                }
                Arrays.fill(octets, (byte) 0);
            } catch (IOException e) {
                items.add(damaged(secret ? SecretKeyImport.KIND : CERTIFICATE, e));
            }
        }

        void keybox(byte[] octets) {
            try {
                Keybox.certificates(octets).forEach(this::binary);
            } catch (Malformation e) {
                items.add(damaged(CERTIFICATE, e));
            }
        }

        private boolean isRevocation(byte[] octets) {
            return octets.length > 0 && revocation(octets).isPresent();
        }

        private Item damaged(String kind, IOException e) {
            boolean limit = e instanceof Malformation m && m.code().equals("limit");
            return new Item.Failed(
                    kind,
                    limit ? "limit" : "format.damaged",
                    "the file is damaged or cut off: " + e.getMessage() + "; export it again");
        }

        void binary(byte[] octets) {
            Optional<Item> revocation = revocation(octets);
            if (revocation.isPresent()) {
                items.add(revocation.get());
                return;
            }
            List<KeyBlock> blocks = new ArrayList<>();
            Optional<IOException> broken = Optional.empty();
            try {
                KeyBlock.parseAll(octets, blocks);
            } catch (IOException e) {
                broken = Optional.of(e);
            }
            for (KeyBlock block : blocks) {
                if (items.size() >= limits.importItems()) {
                    items.add(new Item.Failed(
                            CERTIFICATE, "limit", "the file has more than " + limits.importItems() + " keys"));
                    return;
                }
                items.add(item(block));
            }
            broken.ifPresent(e -> items.add(damaged(CERTIFICATE, e)));
        }

        /** A key revocation signature that stands alone. */
        private Optional<Item> revocation(byte[] octets) {
            try {
                Optional<Packet> packet = new PacketReader(new java.io.ByteArrayInputStream(octets)).nextMeaningful();
                if (packet.isEmpty() || packet.get().tag() != PacketTag.SIGNATURE) {
                    return Optional.empty();
                }
                byte[] body = packet.get().readSmall();
                return BcPackets.signature(body)
                        .filter(s -> s.getSignatureType() == PGPSignature.KEY_REVOCATION)
                        .map(s -> new Item.Revocation(Packet.encoded(PacketTag.SIGNATURE, body), issuer(s)));
            } catch (IOException e) {
                return Optional.empty();
            }
        }

        private static String issuer(PGPSignature signature) {
            Subpackets says = new Subpackets(signature);
            return says.issuerFingerprint()
                    .map(Octets::hex)
                    .orElseGet(() -> says.issuerKeyIds().stream()
                            .findFirst()
                            .map(Fingerprint::keyIdText)
                            .orElse(""));
        }

        private Item item(KeyBlock block) {
            String kind = block.isSecret() ? SecretKeyImport.KIND : CERTIFICATE;
            Optional<Item> refused = version(block, kind).or(() -> tooLarge(block, kind));
            if (refused.isPresent()) {
                return refused.get();
            }
            try {
                EvaluatedCertificate evaluated = CertificateEvaluator.evaluate(block, policy);
                Optional<Item> unfit = roca(evaluated, kind);
                if (unfit.isPresent()) {
                    return unfit.get();
                }
                Octets cleaned = Octets.of(evaluated.cleaned().encode());
                if (cleaned.equals(Octets.of(block.encode()))) {
                    cache.keep(cleaned, policy, evaluated);
                }
                if (cleaned.size() > limits.certificateOctets()) {
                    return new Item.Failed(
                            kind,
                            "limit",
                            "certificate " + evaluated.fingerprint() + " has " + cleaned.size() + " octets, at most "
                                    + limits.certificateOctets());
                }
                return block.isSecret()
                        ? secrets.read(block, evaluated, at)
                        : new Item.PublicCertificate(CertificateView.of(evaluated, cleaned, at));
            } catch (Malformation e) {
                return new Item.Failed(kind, "format.unsupported", e.detail());
            }
        }

        private Optional<Item> version(KeyBlock block, String kind) {
            int version = block.primary().body.length == 0 ? 0 : block.primary().body[0];
            return version == 4 || version == 6
                    ? Optional.empty()
                    : Optional.of(new Item.Failed(
                            kind,
                            "format.unsupported",
                            "key of version " + version + "; versions 4 and 6 are supported, ask for a newer key"));
        }

        private Optional<Item> tooLarge(KeyBlock block, String kind) {
            long userIds = block.components().stream()
                    .filter(c -> c.tag == PacketTag.USER_ID)
                    .count();
            long subkeys = block.components().stream()
                    .filter(KeyBlock.Component::isSubkey)
                    .count();
            boolean longName = block.components().stream()
                    .anyMatch(c -> c.tag == PacketTag.USER_ID && c.body.length > MAX_USER_ID_OCTETS);
            if (userIds <= limits.userIds() && subkeys <= limits.subkeys() && !longName) {
                return Optional.empty();
            }
            return Optional.of(new Item.Failed(
                    kind,
                    "limit",
                    "key with " + userIds + " user ids and " + subkeys + " subkeys; at most " + limits.userIds()
                            + " user ids of " + MAX_USER_ID_OCTETS + " octets and " + limits.subkeys()
                            + " subkeys are taken"));
        }

        private Optional<Item> roca(EvaluatedCertificate certificate, String kind) {
            boolean broken = certificate.keys().stream()
                    .map(k -> k.key().getPublicKeyPacket())
                    .anyMatch(this::isRoca);
            return broken
                    ? Optional.of(new Item.Failed(
                            kind,
                            "key.weak",
                            "key " + certificate.fingerprint()
                                    + " comes from a broken generator (CVE-2017-15361); its owner needs a new one"))
                    : Optional.empty();
        }

        private boolean isRoca(PublicKeyPacket packet) {
            return packet.getKey() instanceof RSAPublicBCPGKey rsa && WeakKeys.isRoca(rsa.getModulus());
        }
    }
}
