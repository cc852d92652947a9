# The program in an image of its own: mdad, with Swift's libraries inside, and the few system libraries that it names.
#
#     docker build -t mdad .
#     docker run --rm -v "$PWD":/work mdad plan --matrix scores.csv --gap 3
FROM swift:6.3-jammy AS build
RUN apt-get update \
  && apt-get install -y --no-install-recommends zlib1g-dev libzstd1 binutils \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY Package.swift ./
COPY Sources ./Sources
RUN swift build -c release --static-swift-stdlib --product mdad
COPY support/root.sh ./support/
RUN support/root.sh .build/release/mdad /image

FROM scratch
COPY --from=build /image /
# Paths in command lines are those of the folder that is mounted here.
WORKDIR /work
# An image whose program does not reproduce published figures is not built.
RUN ["/usr/bin/mdad", "verify"]
ENTRYPOINT ["/usr/bin/mdad"]
CMD ["--help"]
