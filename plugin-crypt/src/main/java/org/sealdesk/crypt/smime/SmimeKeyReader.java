package org.sealdesk.crypt.smime;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.sealdesk.crypt.engine.KeyReader;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.policy.Limits;

/**
 * Reads X.509 certificates, secret keys and revocation lists: PEM, DER and bare base64; certificates alone, with trust
 * settings, in P7B and in PKCS#12; keys as PKCS#1, SEC 1 and PKCS#8, open or locked. May be used from any thread.
 */
public final class SmimeKeyReader implements KeyReader {

    private static final int SEQUENCE = 0x30;

    private final Jca jca = new Jca();
    private final CertificateCache certificates;

    public SmimeKeyReader(SmimeOptions options, Limits limits) {
        this.certificates = new CertificateCache(new CertificateParser(jca, options, limits));
    }

    @Override
    public List<Item> read(Octets file, List<Passphrase> passphrases, Instant at, Limits limits) {
        byte[] octets = file.toArray();
        try {
            List<Item> items = new ArrayList<>(read(octets, items(passphrases, limits), limits));
            if (items.size() > limits.importItems()) {
                items.subList(limits.importItems(), items.size()).clear();
                items.add(new Item.Failed(
                        "unknown",
                        "limit",
                        "the file holds more than " + limits.importItems() + " items; the rest was not read"));
            }
            return items;
        } finally {
            SecretKeys.wipe(octets);
        }
    }

    private DerItems items(List<Passphrase> passphrases, Limits limits) {
        Passwords passwords = new Passwords(passphrases);
        SecretKeys secretKeys = new SecretKeys(certificates.parser());
        KdfCost cost = new KdfCost(limits);
        Pkcs12Items pkcs12 = new Pkcs12Items(jca, certificates, secretKeys, cost, passwords);
        return new DerItems(certificates, secretKeys, new LockedKeys(jca), pkcs12, cost, passwords);
    }

    private static List<Item> read(byte[] octets, DerItems der, Limits limits) {
        if (octets.length > 0 && octets[0] == SEQUENCE) {
            return der.read(octets);
        }
        List<PemBlock> blocks = PemBlock.in(octets, limits.importItems() + 1);
        if (!blocks.isEmpty()) {
            List<Item> items = new ArrayList<>();
            for (PemBlock block : blocks) {
                items.addAll(read(block, der));
                block.wipe();
            }
            return items;
        }
        return readBase64(octets, der);
    }

    private static List<Item> read(PemBlock block, DerItems der) {
        return switch (block.label()) {
            case "CERTIFICATE",
                    "X509 CERTIFICATE",
                    "TRUSTED CERTIFICATE",
                    "X509 CRL",
                    "PKCS7",
                    "CMS",
                    "PKCS #7 SIGNED DATA",
                    "PKCS12",
                    "PRIVATE KEY",
                    "ENCRYPTED PRIVATE KEY" -> der.readFirst(block.octets());
            case "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY" ->
                block.headers().containsKey("DEK-Info") ? List.of(der.locked(block)) : der.readFirst(block.octets());
            // Parameters, requests, public keys, and what other technologies keep in PEM.
            default -> List.of();
        };
    }

    /** What some mailers and directories hand out: DER in base64 without the lines around it. */
    private static List<Item> readBase64(byte[] octets, DerItems der) {
        String text = new String(octets, StandardCharsets.ISO_8859_1).strip();
        if (!text.startsWith("M") || !text.matches("[A-Za-z0-9+/=\\s]++")) {
            return List.of();
        }
        try {
            byte[] decoded = Base64.getMimeDecoder().decode(text);
            return decoded.length > 0 && decoded[0] == SEQUENCE ? der.read(decoded) : List.of();
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    @Override
    public Certificate evaluate(Octets encoded, Instant at) {
        return certificates.get(encoded).certificate();
    }

    @Override
    public boolean isSignedBy(Octets list, Certificate issuer) {
        return certificates
                .find(issuer)
                .flatMap(c -> PathKeys.first(List.of(c), jca))
                .flatMap(key -> RevocationList.read(list).filter(l -> l.isSignedBy(key, jca)))
                .isPresent();
    }

    /** An X.509 certificate never changes; another one has another fingerprint. */
    @Override
    public Certificate merge(Certificate stored, Certificate incoming, Instant at) {
        return stored;
    }
}
