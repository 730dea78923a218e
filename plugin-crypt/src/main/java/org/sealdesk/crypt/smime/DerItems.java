package org.sealdesk.crypt.smime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.sealdesk.crypt.engine.KeyReader.Item;
import org.sealdesk.crypt.octets.Octets;

/** Tells by its shape what an ASN.1 object in a key file is, and reads it. */
final class DerItems {

    private static final String CERTIFICATE = "x509-certificate";
    private static final String UNKNOWN = "unknown";

    private static final int PKCS1_ELEMENTS = 9;

    private final CertificateCache certificates;
    private final SecretKeys secretKeys;
    private final LockedKeys lockedKeys;
    private final Pkcs12Items pkcs12;
    private final KdfCost cost;
    private final Passwords passwords;

    DerItems(
            CertificateCache certificates,
            SecretKeys secretKeys,
            LockedKeys lockedKeys,
            Pkcs12Items pkcs12,
            KdfCost cost,
            Passwords passwords) {
        this.certificates = certificates;
        this.secretKeys = secretKeys;
        this.lockedKeys = lockedKeys;
        this.pkcs12 = pkcs12;
        this.cost = cost;
        this.passwords = passwords;
    }

    /** Everything in a run of ASN.1 objects. */
    List<Item> read(byte[] octets) {
        List<Item> items = new ArrayList<>();
        // Lazily: a revocation list has a million objects that nobody asks for here.
        try (ASN1InputStream in = new ASN1InputStream(octets, true)) {
            for (ASN1Primitive o = in.readObject(); o != null; o = in.readObject()) {
                if (!(o instanceof ASN1Sequence sequence)) {
                    break;
                }
                items.addAll(read(sequence));
            }
        } catch (IOException | RuntimeException e) {
            items.add(new Item.Failed(UNKNOWN, "format.damaged", "the file ends within an ASN.1 object or is damaged"));
        }
        return items;
    }

    /** The first object alone; what follows it (trust settings of OpenSSL) is passed over. */
    List<Item> readFirst(byte[] octets) {
        try (ASN1InputStream in = new ASN1InputStream(octets, true)) {
            if (in.readObject() instanceof ASN1Sequence sequence) {
                return read(sequence);
            }
        } catch (IOException | RuntimeException e) {
            // Said below.
        }
        return List.of(new Item.Failed(CERTIFICATE, "format.damaged", "a PEM block is damaged"));
    }

    private List<Item> read(ASN1Sequence sequence) {
        try {
            return classify(sequence);
        } catch (RuntimeException | IOException e) {
            return List.of(
                    new Item.Failed(UNKNOWN, "format.damaged", "an ASN.1 object is damaged or of no known kind"));
        }
    }

    private List<Item> classify(ASN1Sequence s) throws IOException {
        ASN1Encodable first = s.size() < 2 ? s : s.getObjectAt(0);
        if (first instanceof ASN1ObjectIdentifier) {
            return contentInfo(ContentInfo.getInstance(s));
        }
        if (first instanceof ASN1Integer version) {
            return numbered(s, version);
        }
        if (s.size() == 2 && s.getObjectAt(1) instanceof ASN1OctetString) {
            return List.of(locked(EncryptedPrivateKeyInfo.getInstance(s)));
        }
        if (s.size() == 3 && isCrl(s)) {
            return List.of(revocationList(s.getEncoded()));
        }
        return s.size() == 3 ? List.of(certificate(certificates, Octets.of(s.getEncoded()))) : List.of(unknown());
    }

    private static Item unknown() {
        return new Item.Failed(
                UNKNOWN, "format.unsupported", "an ASN.1 object that is neither certificate, key nor revocation list");
    }

    /** Formats that begin with a version number. */
    private List<Item> numbered(ASN1Sequence s, ASN1Integer version) {
        ASN1Encodable second = s.getObjectAt(1);
        if (second instanceof ASN1Sequence && version.hasValue(3)) {
            return pkcs12.read(Pfx.getInstance(s));
        }
        if (second instanceof ASN1Sequence) {
            return List.of(secretKeys.item(PrivateKeyInfo.getInstance(s), Optional.empty()));
        }
        return List.of(
                bare(s).map(key -> secretKeys.item(key, Optional.empty())).orElseGet(DerItems::unknown));
    }

    /** PKCS#1 and SEC 1: keys without a word about their algorithm. */
    static Optional<PrivateKeyInfo> bare(ASN1Sequence s) {
        try {
            if (s.size() >= PKCS1_ELEMENTS && s.getObjectAt(1) instanceof ASN1Integer) {
                return Optional.of(new PrivateKeyInfo(
                        Algorithms.withNull(PKCSObjectIdentifiers.rsaEncryption), RSAPrivateKey.getInstance(s)));
            }
            if (s.size() >= 2 && s.getObjectAt(1) instanceof ASN1OctetString) {
                ECPrivateKey key = ECPrivateKey.getInstance(s);
                return key.getParametersObject() == null
                        ? Optional.empty()
                        : Optional.of(new PrivateKeyInfo(
                                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject()),
                                key));
            }
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private Item locked(EncryptedPrivateKeyInfo locked) {
        Optional<String> tooCostly = cost.whyNot(locked.getEncryptionAlgorithm());
        if (tooCostly.isPresent()) {
            return new Item.Failed(SecretKeys.KIND, "limit", "the secret key is refused: " + tooCostly.get());
        }
        return passwords
                .first(password -> lockedKeys.open(locked, password))
                .map(key -> secretKeys.item(key, Optional.empty()))
                .orElseGet(() -> passwords.failed(SecretKeys.KIND, "the secret key"));
    }

    /** A secret key locked the old way. */
    Item locked(PemBlock block) {
        return passwords
                .first(password -> lockedKeys.open(block, password).flatMap(DerItems::bare))
                .map(key -> secretKeys.item(key, Optional.empty()))
                .orElseGet(() -> passwords.failed(SecretKeys.KIND, "the secret key"));
    }

    /** Certificates without a signature. */
    private List<Item> contentInfo(ContentInfo info) throws IOException {
        if (!info.getContentType().equals(CMSObjectIdentifiers.signedData)) {
            return List.of(new Item.Failed(
                    UNKNOWN, "format.unsupported", "a CMS of type " + info.getContentType() + " holds no keys"));
        }
        SignedData data = SignedData.getInstance(info.getContent());
        List<Item> items = new ArrayList<>();
        ASN1Set found = data.getCertificates();
        if (found != null) {
            for (ASN1Encodable e : found) {
                if (e.toASN1Primitive() instanceof ASN1Sequence certificate) {
                    items.add(certificate(certificates, Octets.of(certificate.getEncoded())));
                }
            }
        }
        ASN1Set lists = data.getCRLs();
        if (lists != null) {
            for (ASN1Encodable e : lists) {
                items.add(revocationList(e.toASN1Primitive().getEncoded()));
            }
        }
        return items;
    }

    /** A revocation list has a time where a certificate has a name: after the optional version. */
    private static boolean isCrl(ASN1Sequence s) {
        if (!(s.getObjectAt(0) instanceof ASN1Sequence tbs) || tbs.size() < 3) {
            return false;
        }
        int name = tbs.getObjectAt(0) instanceof ASN1Integer ? 2 : 1;
        ASN1Primitive after = tbs.getObjectAt(name + 1).toASN1Primitive();
        return tbs.getObjectAt(name) instanceof ASN1Sequence
                && (after instanceof org.bouncycastle.asn1.ASN1UTCTime
                        || after instanceof org.bouncycastle.asn1.ASN1GeneralizedTime);
    }

    static Item certificate(CertificateCache certificates, Octets der) {
        try {
            return new Item.PublicCertificate(certificates.get(der).certificate());
        } catch (IllegalArgumentException e) {
            return new Item.Failed(CERTIFICATE, "format.damaged", String.valueOf(e.getMessage()));
        }
    }

    static Item revocationList(byte[] der) {
        try {
            ListOctets octets = ListOctets.read(der);
            Optional<String> tooLarge = ListFacts.whyNot(octets);
            return tooLarge.isPresent()
                    ? new Item.Failed("crl", "limit", tooLarge.get())
                    : new Item.RevocationList(ListFacts.of(octets), Octets.of(der));
        } catch (IOException | RuntimeException e) {
            return new Item.Failed(
                    "crl", "format.damaged", "a revocation list is damaged; get it again from its issuer");
        }
    }
}
