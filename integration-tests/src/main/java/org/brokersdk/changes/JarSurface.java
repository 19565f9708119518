package org.brokersdk.changes;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javassist.bytecode.AccessFlag;
import javassist.bytecode.AttributeInfo;
import javassist.bytecode.ClassFile;
import javassist.bytecode.ConstPool;
import javassist.bytecode.DuplicateMemberException;
import javassist.bytecode.ExceptionsAttribute;
import javassist.bytecode.FieldInfo;
import javassist.bytecode.InnerClassesAttribute;
import javassist.bytecode.MethodInfo;
import javassist.bytecode.SignatureAttribute;

/**
 * What the jar of an SDK offers to those who compile against it, one fact a line, so that a release is kept as text.
 *
 * <p>A line that is not indented is a class, those below it are its members. What is in no exported package is left
 * out, and so are the constructors of records: whoever needs a request has its builder, and an answer comes from the
 * broker.
 */
final class JarSurface {

    private static final String MEMBER = "  ";

    private JarSurface() {}

    /**
     * Reads a jar.
     *
     * @param jar of an SDK
     * @return its facts, sorted by class
     * @throws IOException if it cannot be read
     */
    static List<String> of(Path jar) throws IOException {
        Map<String, ClassFile> all = new TreeMap<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            Enumeration<JarEntry> entries = file.entries();
            while (entries.hasMoreElements()) {
                JarEntry entry = entries.nextElement();
                if (entry.getName().endsWith(".class") && !entry.getName().contains("/internal/")) {
                    try (InputStream in = file.getInputStream(entry)) {
                        ClassFile read = new ClassFile(new DataInputStream(in));
                        all.put(read.getName(), read);
                    }
                }
            }
        }
        return all.values().stream()
                .filter(file -> isOpen(file, all))
                .flatMap(JarSurface::lines)
                .toList();
    }

    /**
     * Makes classes that offer the same and do nothing, for tools that compare jars.
     *
     * @param lines from {@link #of}
     * @param jar where to
     * @return the jar
     * @throws IOException if it cannot be written
     */
    static Path stubs(List<String> lines, Path jar) throws IOException {
        Files.createDirectories(jar.getParent());
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (int i = 0; i < lines.size(); ) {
                String declaration = lines.get(i++);
                List<String> members = new ArrayList<>();
                while (i < lines.size() && lines.get(i).startsWith(MEMBER)) {
                    members.add(lines.get(i++).strip());
                }
                ClassFile stub = stub(declaration, members);
                out.putNextEntry(new JarEntry(stub.getName().replace('.', '/') + ".class"));
                stub.write(new DataOutputStream(out));
            }
        }
        return jar;
    }

    private static boolean isOpen(ClassFile file, Map<String, ClassFile> all) {
        int nested = file.getName().lastIndexOf('$');
        return isOffered(flags(file))
                && (nested < 0 || isOpen(all.get(file.getName().substring(0, nested)), all));
    }

    private static boolean isOffered(int flags) {
        return (flags & (AccessFlag.PUBLIC | AccessFlag.PROTECTED)) != 0 && (flags & AccessFlag.SYNTHETIC) == 0;
    }

    /** Those in the source: the file of a nested class has others. */
    private static int flags(ClassFile file) {
        int flags = file.getInnerAccessFlags();
        return (flags < 0 ? file.getAccessFlags() : flags) & ~AccessFlag.SUPER;
    }

    private static Stream<String> lines(ClassFile file) {
        String declaration = Stream.of(
                        Modifier.toString(flags(file)),
                        (flags(file) & AccessFlag.INTERFACE) != 0 ? "" : "class",
                        file.getName(),
                        "extends " + file.getSuperclass(),
                        file.getInterfaces().length == 0 ? "" : "implements " + String.join(",", file.getInterfaces()),
                        generic(file.getAttribute(SignatureAttribute.tag)))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
        boolean record = file.getSuperclass().equals("java.lang.Record");
        Stream<String> fields = file.getFields().stream()
                .filter(field -> isOffered(field.getAccessFlags()))
                .map(field -> member(
                        field.getAccessFlags(),
                        field.getName(),
                        field.getDescriptor(),
                        generic(field.getAttribute(SignatureAttribute.tag))));
        Stream<String> methods = file.getMethods().stream()
                .filter(method -> isOffered(method.getAccessFlags()) && !(record && method.isConstructor()))
                .map(method -> member(
                        method.getAccessFlags() & ~(AccessFlag.VARARGS | AccessFlag.BRIDGE),
                        method.getName(),
                        method.getDescriptor(),
                        generic(method.getAttribute(SignatureAttribute.tag)),
                        method.getExceptionsAttribute() == null
                                ? ""
                                : "throws "
                                        + String.join(
                                                ",",
                                                method.getExceptionsAttribute().getExceptions())));
        return Stream.concat(
                Stream.of(declaration), Stream.concat(fields, methods).sorted());
    }

    private static String member(int flags, String... parts) {
        return MEMBER
                + Stream.concat(Stream.of(Modifier.toString(flags)), Arrays.stream(parts))
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining(" "));
    }

    private static String generic(AttributeInfo signature) {
        return signature instanceof SignatureAttribute generic ? "generic " + generic.getSignature() : "";
    }

    private static ClassFile stub(String declaration, List<String> members) {
        List<String> words = List.of(declaration.split(" ", -1));
        int named = words.indexOf("extends") - 1;
        String name = words.get(named);
        int flags = flags(words.subList(0, named));
        ClassFile stub = new ClassFile((flags & AccessFlag.INTERFACE) != 0, name, after("extends", words));
        String interfaces = after("implements", words);
        if (!interfaces.isEmpty()) {
            stub.setInterfaces(interfaces.split(",", -1));
        }
        boolean isEnum = after("extends", words).equals("java.lang.Enum");
        stub.setAccessFlags(flags & ~Modifier.STATIC | (isEnum ? AccessFlag.ENUM : 0));
        int nested = name.lastIndexOf('$');
        if (nested > 0) {
            InnerClassesAttribute inner = new InnerClassesAttribute(stub.getConstPool());
            inner.append(name, name.substring(0, nested), name.substring(nested + 1), flags);
            stub.addAttribute(inner);
        }
        addGeneric(words, stub.getConstPool(), stub::addAttribute);
        for (String member : members) {
            add(List.of(member.split(" ", -1)), stub);
        }
        return stub;
    }

    private static void add(List<String> words, ClassFile stub) {
        int named = 0;
        while (flags(words.subList(named, named + 1)) != 0) {
            named++;
        }
        int flags = flags(words.subList(0, named));
        String name = words.get(named);
        String descriptor = words.get(named + 1);
        String exceptions = after("throws", words);
        try {
            if (descriptor.startsWith("(")) {
                MethodInfo method = new MethodInfo(stub.getConstPool(), name, descriptor);
                method.setAccessFlags(flags);
                addGeneric(words, stub.getConstPool(), method::addAttribute);
                if (!exceptions.isEmpty()) {
                    ExceptionsAttribute thrown = new ExceptionsAttribute(stub.getConstPool());
                    thrown.setExceptions(exceptions.split(",", -1));
                    method.setExceptionsAttribute(thrown);
                }
                stub.addMethod(method);
            } else {
                FieldInfo field = new FieldInfo(stub.getConstPool(), name, descriptor);
                field.setAccessFlags(flags);
                addGeneric(words, stub.getConstPool(), field::addAttribute);
                stub.addField(field);
            }
        } catch (DuplicateMemberException e) {
            throw new IllegalStateException(stub.getName() + " has a member twice", e);
        }
    }

    private static void addGeneric(List<String> words, ConstPool pool, Consumer<AttributeInfo> to) {
        String generic = after("generic", words);
        if (!generic.isEmpty()) {
            to.accept(new SignatureAttribute(pool, generic));
        }
    }

    private static String after(String word, List<String> words) {
        int at = words.indexOf(word);
        return at < 0 ? "" : words.get(at + 1);
    }

    private static int flags(List<String> words) {
        int flags = 0;
        for (String word : words) {
            for (int bit = 1; bit < 1 << 16; bit <<= 1) {
                flags |= Modifier.toString(bit).equals(word) ? bit : 0;
            }
        }
        return flags;
    }
}
