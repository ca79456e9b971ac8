import type { ApprovalSide, Medium, RequestKind } from '@sightline/contracts';
import {
  heading,
  link,
  list,
  paragraph,
  writerOf,
  type AlertContents,
  type Block,
  type MailText,
  type MailWords,
  type NoticeContents,
} from './mail-words.js';

const write = writerOf('es-US');

const media: Readonly<Record<Medium, string>> = {
  'text-message': 'mensaje de texto',
  'phone-call': 'llamada telefónica',
  'messaging-app': 'una aplicación de mensajería',
  'social-network': 'una red social',
  'personal-email': 'correo electrónico personal',
  'video-call': 'videollamada',
  other: 'otro medio electrónico',
};
const kinds: Readonly<Record<RequestKind, string>> = {
  'outside-channel': 'usar una forma de comunicación distinta de las que ofrece el distrito',
  'personal-phone': 'usar un teléfono personal para una clase o actividad',
};
const rules: Readonly<Record<RequestKind, string>> = {
  'outside-channel':
    'La autorización se dio según la cláusula C3: requiere la aprobación de la dirección de la escuela y del Departamento de Tecnología, y ambos la dieron.',
  'personal-phone':
    'La autorización se dio según la cláusula C5: la persona que supervisa al empleado puede permitir un teléfono personal para una clase o actividad del distrito.',
};
const sides: Readonly<Record<ApprovalSide, string>> = {
  principal: 'la dirección de la escuela',
  technology: 'el Departamento de Tecnología',
  supervisor: 'la supervisión del empleado',
};

const school = ({ schoolName }: NoticeContents): string => schoolName ?? 'El distrito escolar';
const staff = ({ staffName }: NoticeContents): string => staffName ?? 'un miembro del personal';
const activity = ({ groupName }: NoticeContents): string => (groupName === null ? '' : ` para ${groupName}`);
const children = ({ studentNames }: NoticeContents): string =>
  studentNames.length === 0 ? 'su hijo o hija' : write.all(studentNames);

const approved = (contents: NoticeContents): readonly Block[] => [
  paragraph(
    `${school(contents)} ha autorizado que ${staff(contents)} se comunique con ${children(contents)} por ${media[contents.medium]}${activity(contents)}.`,
  ),
  paragraph(`La autorización es válida desde el ${write.date(contents.from)} hasta el ${write.date(contents.until)}.`),
  ...(contents.endedOn === null ? [] : [paragraph(`Terminó el ${write.date(contents.endedOn)}.`)]),
];

const what = (contents: NoticeContents): readonly Block[] => {
  switch (contents.occasion) {
    case 'approval':
      return approved(contents);
    case 'late-joiner':
      return [paragraph(`Este aviso se debe a que se ha incorporado: ${children(contents)}.`), ...approved(contents)];
    case 'change':
      return [
        paragraph('Ha cambiado una autorización de la que le avisamos. Ahora dice lo siguiente:'),
        ...approved(contents),
      ];
    case 'end':
      return [
        paragraph(
          `Le avisamos de que ${staff(contents)} podía comunicarse con ${children(contents)} por ${media[contents.medium]}${activity(contents)}. Esa autorización terminó el ${write.date(contents.endedOn ?? contents.until)}.`,
        ),
        paragraph('Las autorizaciones terminan por muchas razones ordinarias. No tiene que hacer nada.'),
      ];
  }
};

const rights = ({ publicUrl, schoolName, reference }: NoticeContents): readonly Block[] => [
  heading('Lo que usted puede hacer'),
  list(
    'Pedir ver la comunicación con su hijo o hija. Tiene derecho a ello (cláusula C9).',
    'Expresar una preocupación si algo no le parece bien. No necesita pruebas.',
    `Llamar a ${schoolName === null ? 'la escuela' : `la oficina de ${schoolName}`} y preguntar por la dirección. Mencione esta referencia: ${reference}`,
  ),
  link('Abra Sightline para ver este aviso, pedir ver los mensajes o expresar una preocupación', publicUrl),
  paragraph(
    'El distrito no vigila todo lo que se escribe o se dice por este medio (cláusula C10). Hable de ello con su hijo o hija y díganos si algo le preocupa.',
  ),
];

const notice = (contents: NoticeContents): MailText => ({
  subject:
    contents.occasion === 'end'
      ? `${school(contents)}: terminó una autorización de comunicación`
      : `${school(contents)}: aviso sobre comunicación autorizada con su hijo o hija`,
  blocks: [
    paragraph(`Estimado/a ${contents.guardianName}:`),
    ...what(contents),
    heading('Por qué le escribimos'),
    paragraph(
      `La política P 4650 de la junta escolar, «Comunicación con estudiantes por medios electrónicos», nos pide avisar a los padres y tutores (cláusula C6). ${contents.occasion === 'end' ? '' : rules[contents.kind]}`.trim(),
    ),
    ...rights(contents),
    paragraph(contents.schoolName ?? 'El distrito escolar'),
  ],
});

const alert = ({ name, kind, side, dueAt, timeZone, taskUrl }: AlertContents): MailText => ({
  subject: 'Una solicitud espera su decisión',
  blocks: [
    paragraph(`Estimado/a ${name}:`),
    paragraph(`Una solicitud para ${kinds[kind]} espera su decisión en nombre de ${sides[side]} (política P 4650).`),
    paragraph(`Por favor, decida antes del ${write.moment(dueAt, timeZone)}.`),
    link('Abrir la tarea', taskUrl),
    paragraph('Si otra persona también puede decidirla, la primera decisión vale.'),
  ],
});

export const spanish: MailWords = { language: 'es', notice, alert };
